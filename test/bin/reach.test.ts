import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takehome, takehomeHere } from './cli';

let folder: string;
let peered: string;
let apart: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reach-'));
  [peered, apart] = [describeFolder('peered', true), describeFolder('apart', false)];
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(path: string, content: string): string {
  writeFileSync(join(folder, path), content);
  return join(folder, path);
}

/** Two clients in one VPC and a server on port 80 in another one, as describe calls answer; routed to each other or not. */
function describeFolder(name: string, isRouted: boolean): string {
  const vpcs = ['a', 'b'].map((id, index) => ({ VpcId: `vpc-${id}`, CidrBlock: `10.${index}.0.0/16` }));
  const tag = (Value: string) => [{ Key: 'Name', Value }];
  const rule = (CidrIp: string, port?: number) => ({
    IpProtocol: port === undefined ? '-1' : 'tcp',
    ...(port !== undefined && { FromPort: port, ToPort: port }),
    IpRanges: [{ CidrIp }],
  });
  const host = (id: string, vpc: string, PrivateIpAddress: string, group: string) => ({
    NetworkInterfaceId: `eni-${id}`,
    VpcId: `vpc-${vpc}`,
    SubnetId: `subnet-${vpc}`,
    InterfaceType: 'interface',
    Description: '',
    PrivateIpAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress }],
    SourceDestCheck: true,
    Status: 'in-use',
    Groups: [{ GroupId: group }],
    TagSet: tag(id),
  });
  const away = (vpcId: string) => ({
    DestinationCidrBlock: vpcId === 'vpc-a' ? '10.1.0.0/16' : '10.0.0.0/16',
    VpcPeeringConnectionId: 'pcx-1',
    State: 'active',
    Origin: 'CreateRoute',
  });
  const answers: Readonly<Record<string, unknown>> = {
    Vpcs: vpcs.map((vpc) => ({
      ...vpc,
      CidrBlockAssociationSet: [{ CidrBlock: vpc.CidrBlock, CidrBlockState: { State: 'associated' } }],
    })),
    Subnets: vpcs.map(({ VpcId, CidrBlock }) => ({
      SubnetId: VpcId.replace('vpc', 'subnet'),
      VpcId,
      CidrBlock: CidrBlock.replace('/16', '/24'),
      AvailabilityZone: 'us-east-1a',
      AvailabilityZoneId: 'use1-az1',
    })),
    RouteTables: vpcs.map(({ VpcId, CidrBlock }) => ({
      RouteTableId: VpcId.replace('vpc', 'rtb'),
      VpcId,
      Associations: [{ Main: true }],
      Routes: [
        { DestinationCidrBlock: CidrBlock, GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' },
        ...(isRouted ? [away(VpcId)] : []),
      ],
    })),
    SecurityGroups: [
      { GroupId: 'sg-client', VpcId: 'vpc-a', IpPermissions: [], IpPermissionsEgress: [rule('0.0.0.0/0')] },
      {
        GroupId: 'sg-server',
        VpcId: 'vpc-b',
        IpPermissions: [rule('10.0.0.0/16', 80)],
        IpPermissionsEgress: [rule('0.0.0.0/0')],
      },
    ],
    NetworkInterfaces: [
      host('one', 'a', '10.0.0.10', 'sg-client'),
      host('two', 'a', '10.0.0.11', 'sg-client'),
      host('server', 'b', '10.1.0.10', 'sg-server'),
    ],
    VpcPeeringConnections: [
      {
        VpcPeeringConnectionId: 'pcx-1',
        Status: { Code: 'active' },
        RequesterVpcInfo: { VpcId: 'vpc-a', CidrBlock: '10.0.0.0/16' },
        AccepterVpcInfo: { VpcId: 'vpc-b', CidrBlock: '10.1.0.0/16' },
      },
    ],
  };
  const made = join(folder, name, 'us-east-1');
  mkdirSync(made, { recursive: true });
  for (const [call, items] of Object.entries(answers))
    writeFileSync(join(made, `${call}.json`), JSON.stringify({ [call]: items }));
  return join(folder, name);
}

function folderOf(name: string, file: string, content: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, file), content);
  return join(folder, name);
}

/** A cloud assembly; the resources of each stack by its name, all with the base as their dependency. */
function assembly(name: string, stacks: Readonly<Record<string, object>>, templateFile?: string): string {
  for (const [stack, Resources] of Object.entries(stacks)) {
    folderOf(name, `${stack}.template.json`, JSON.stringify({ Resources }));
  }
  const artifacts = Object.keys(stacks).map((stack) => {
    const properties = { templateFile: templateFile ?? `${stack}.template.json` };
    const dependencies = stack === 'Base' ? [] : ['Base'];
    return [
      stack,
      {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties,
        dependencies,
      },
    ];
  });
  return folderOf(name, 'manifest.json', JSON.stringify({ artifacts: Object.fromEntries(artifacts) }));
}

/** Two hosts of one VPC that nobody admits, and two options that admit the one and the other. */
function hostsAndRules(): string {
  const of = (Type: string, Properties: object) => ({ Type: `AWS::EC2::${Type}`, Properties });
  const host = (group: string) =>
    of('NetworkInterface', { SubnetId: { Ref: 'Subnet' }, GroupSet: [{ 'Fn::GetAtt': [group, 'GroupId'] }] });
  const group = { ...of('SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: 'Vpc' } }) };
  const exported = (name: string) => ({ 'Fn::GetStackOutput': { StackName: 'Base', OutputName: name } });
  const rule = (port: number) => ({
    Rule: of('SecurityGroupIngress', {
      ...{ GroupId: exported('Server'), IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '10.0.0.0/16' },
    }),
  });
  const made = assembly('hosts', {
    Base: {
      Vpc: of('VPC', { CidrBlock: '10.0.0.0/16' }),
      Subnet: of('Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' }),
      ClientGroup: group,
      ServerGroup: group,
      Client: host('ClientGroup'),
      Server: host('ServerGroup'),
    },
    Web: rule(80),
    Shell: rule(22),
  });
  const base = join(made, 'Base.template.json');
  const template = JSON.parse(readFileSync(base, 'utf8'));
  const Outputs = { Server: { Value: { 'Fn::GetAtt': ['ServerGroup', 'GroupId'] } } };
  writeFileSync(base, JSON.stringify({ ...template, Outputs }));
  return made;
}

const good = { id: 'a', from: { ip: '10.0.0.10' }, to: { ip: '10.1.0.10' }, protocol: 'tcp', port: 80 };
const askServer = ['--from', 'one', '--to', 'server', '--port'];

describe('takehome reach', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['nothing asked', [], /what to ask\?/],
    ['nobody to reach', ['--from', 'one', '--port', '80'], /--to is missing/],
    ['nobody who reaches', ['--to', 'one', '--port', '80'], /--from is missing/],
    ['two questions', ['--matrix', '--exposed', 'one'], /--matrix and --exposed contradict each other/],
    ['a reason without a question', ['--matrix', '--why-not'], /--why-not does not go with --matrix/],
    ['a page of one question', [...askServer, '80', '--html', 'x.html'], /--html does not go with --from/],
    ['a port of a difference', ['--diff', 'x', '--port', '80'], /--port does not go with --diff/],
    ['a page and a difference', ['--diff', 'x', '--html', 'x.html'], /--html does not go with --diff/],
    ['stacks of what has none', ['--matrix', '--stacks', 'Base'], /is no cloud assembly/],
    ['stacks without a name', ['--matrix', '--stacks', ','], /--stacks names no stack/],
    ['an endpoint without a name', ['--from', '', '--to', 'server', '--port', '80'], /nothing is called ""/],
    ['an IPv6 address', ['--from', 'one', '--to', '2001:db8::1', '--port', '80'], /2001:db8::1: IPv4 only/],
    ['no port', askServer.slice(0, -1), /tcp needs --port/],
    ['port 0', [...askServer, '0'], /port "0" is not one of 1 to 65535/],
    ['a port too large', [...askServer, '65536'], /port "65536" is not one of 1 to 65535/],
    ['a port that is none', [...askServer, '80a'], /port "80a" is not one/],
    ['a port of icmp', [...askServer, '80', '--protocol', 'icmp'], /icmp has no --port/],
    ['an unknown protocol', [...askServer, '80', '--protocol', 'sctp'], /unknown protocol "sctp"/],
    ['an unknown source', ['--from', 'nobody', '--to', 'server', '--port', '80'], /nobody/],
    ['an unknown destination', ['--from', 'one', '--to', '10.0.0.300', '--port', '80'], /10\.0\.0\.300/],
    ['an unknown thing exposed', ['--exposed', 'nobody'], /nobody/],
    ['the internet exposed', ['--exposed', 'internet'], /not a component of this network/],
    ['cases that are not there', ['--cases', '/nonexistent/file'], /\/nonexistent\/file: cannot be read: ENOENT/],
    ['another folder that is not there', ['--diff', '/nonexistent/folder'], /\/nonexistent\/folder/],
    ['a page that cannot be written', ['--html', '/dev/null/x.html'], /\/dev\/null\/x\.html: cannot be written/],
  ])('answers %s with one line and exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await takehomeHere(['reach', peered, ...args]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
    expect(stderr).toMatch(/^takehome: [^\n]*\n$/);
  });

  test.each<[string, () => string]>([
    ['is not there', () => '/nonexistent/folder'],
    ['is a file', () => file('plain', 'x')],
    ['is empty', () => mkdtempSync(join(folder, 'empty-'))],
    ['names a template that is not there', () => assembly('gone', { A: {} }, 'Gone.json')],
    ['holds a template that is no object', () => folderOf('list', 'A.template.json', '[]')],
    ['holds an answer that is cut off', () => folderOf('cut', 'Vpcs.json', '{"Vpcs": [{')],
    [
      'holds a CIDR that is none',
      () => folderOf('cidr', 'Vpcs.json', '{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0/16"}]}'),
    ],
    ['holds a number for a name', () => folderOf('id', 'Vpcs.json', '{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":4}]}')],
    [
      'holds a template that does not parse',
      () => {
        const broken = mkdtempSync(join(folder, 'broken-'));
        writeFileSync(join(broken, 'Broken.template.json'), '{"Resources":');
        return broken;
      },
    ],
  ])('a folder that %s is one line and exit code 2', async (_, make) => {
    const { code, stdout, stderr } = await takehomeHere(['reach', make(), '--matrix']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^takehome: [^\n]*\n$/);
  });

  test('tells the verdict first, then both ways, for a person', async () => {
    const { code, stdout } = await takehomeHere(['reach', peered, ...askServer, '80']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^reachable: tcp 80 from one \(eni-one\) to server \(eni-server\)\nforward\n {6}10\.0\.0\.10 > 10\.1\.0\.10:80\n +1 {2}network-interface +one \(eni-one\): leaves\n/,
    );
    expect(stdout).toMatch(/\nreturn\n {6}10\.1\.0\.10 > 10\.0\.0\.10\n +1 {2}route-table +rtb-b: /);
    expect(stdout.match(/10\.0\.0\.10 > 10\.1\.0\.10:80/g)).toHaveLength(1);
    expect(stdout).not.toContain('what has to change');
  });

  test('tells everything that has to change, and exits with 0', async () => {
    const asked = ['reach', apart, ...askServer, '81'];
    const plain = await takehomeHere(asked);
    const changes = await takehomeHere([...asked, '--why-not']);
    const asJson = await takehomeHere([...asked, '--why-not', '--json']);
    expect([plain.code, changes.code, asJson.code]).toEqual([0, 0, 0]);
    for (const { stdout } of [plain, changes]) {
      expect(stdout).toMatch(/^blocked: tcp 81 from one \(eni-one\) to server \(eni-server\)\nwhat has to change\n/);
      expect(stdout).toMatch(/what has to change\n( +(forward|return) .*\n .*\n)+/);
      expect(stdout).toContain('sg-server');
    }
    expect(changes.stdout).not.toContain('\nforward\n');
    const components = JSON.parse(asJson.stdout).map(({ component }: { component: string }) => component);
    expect(components).toEqual(expect.arrayContaining(['sg-server', 'rtb-a', 'rtb-b']));
  });

  test('answers for all interfaces that an endpoint names, and tells the pairs that differ', async () => {
    const asked = ['reach', peered, '--from', 'one', '--to', '10.0.0.0/8', '--port', '80'];
    const { code, stdout } = await takehomeHere(asked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^blocked: tcp 80 from one \(eni-one\) to .* \(3 pairs\)\n/);
    expect(stdout).toMatch(/^ +reachable +one \(eni-one\) to server \(eni-server\)$/m);
    expect(stdout).toMatch(/^ +blocked +one \(eni-one\) to two \(eni-two\)$/m);
    const { pairs } = JSON.parse((await takehomeHere([...asked, '--json'])).stdout);
    expect(pairs).toHaveLength(3);
  });

  test('answers many cases, one JSON line each', async () => {
    const cases = file(
      'cases.jsonl',
      `${[good, { ...good, id: 'b', port: 81 }].map((one) => JSON.stringify(one)).join('\n')}\n`,
    );
    const { code, stdout } = await takehome(['reach', peered, '--cases', cases, '--json']);
    expect(code).toBe(0);
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'reachable'],
      ['b', 'blocked'],
    ]);
    const plain = await takehomeHere(['reach', peered, '--cases', cases]);
    expect(plain.stdout).toMatch(/^reachable {2}a\nblocked {4}b {2}\S.*\n1 reachable, 1 blocked\n$/);
  });

  test('tells which case is wrong, and answers none', async () => {
    const cases = file(
      'wrong.jsonl',
      `${JSON.stringify(good)}\n${JSON.stringify({ ...good, id: 'bad', to: { id: 'nobody' } })}\n`,
    );
    const { code, stdout, stderr } = await takehomeHere(['reach', peered, '--cases', cases, '--json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^takehome: case bad \(line 2\): [^\n]*nobody[^\n]*\n$/);
  });

  test('prints the matrix by what is alike, and as JSON pair by pair', async () => {
    const plain = await takehomeHere(['reach', peered, '--matrix']);
    expect(plain.stdout).toMatch(/^ {2}tcp 80 +to server\n {4}from one, two$/m);
    expect(plain.stdout).toMatch(/^4 sources, 4 destinations$/m);
    const { stdout } = await takehomeHere(['reach', peered, '--matrix', '--port', '81', '--json']);
    const pairs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(pairs).toHaveLength(16);
    expect(pairs).toContainEqual({ source: 'eni-two', destination: 'eni-server', reachable: [] });
  });

  test('tells who reaches a server', async () => {
    const { code, stdout } = await takehomeHere(['reach', peered, '--exposed', '10.1.0.10']);
    expect([code, stdout]).toEqual([
      0,
      'server (eni-server): reachable\ndirectly\n  tcp 80  to server\n    from one, two\n',
    ]);
    const nobody = await takehomeHere(['reach', apart, '--exposed', 'server']);
    expect(nobody.stdout).toBe('server (eni-server): nobody reaches it\n');
  });

  test('tells what another folder opens and closes', async () => {
    const opened = await takehomeHere(['reach', apart, '--diff', peered]);
    expect(opened.stdout).toBe('opened\n  tcp 80  to server\n    from one, two\n');
    const closed = await takehomeHere(['reach', peered, '--diff', apart, '--json']);
    const flow = {
      sources: ['eni-one', 'eni-two'],
      destination: 'eni-server',
      protocol: 'tcp',
      ports: { from: 80, to: 80 },
    };
    expect(JSON.parse(closed.stdout)).toEqual({ opened: [], closed: [flow] });
    expect((await takehomeHere(['reach', peered, '--diff', peered])).stdout).toBe('no difference\n');
  });

  test('reads the stacks that are named and those that they depend on', async () => {
    const made = hostsAndRules();
    const ask = async (...args: readonly string[]) => {
      const question = ['--from', 'Base.Client', '--to', 'Base.Server', '--port', '80', '--stacks'];
      return (await takehomeHere(['reach', made, ...question, ...args])).stdout.split(':')[0];
    };
    expect(await ask('Base')).toBe('blocked');
    expect(await ask('Shell')).toBe('blocked');
    expect(await ask('Web')).toBe('reachable');
    expect(await ask('Shell,Web')).toBe('reachable');
    expect(await ask('Base', 'W*')).toBe('reachable');
    const { code, stdout, stderr } = await takehomeHere(['reach', made, '--matrix', '--stacks', 'Weg']);
    expect([code, stdout, stderr]).toEqual([2, '', 'takehome: no stack is called Weg; there is Web, Base, Shell\n']);
  });

  test('tells what stacks open on top of others', async () => {
    const made = hostsAndRules();
    const ask = ['reach', made, '--stacks', 'Base', '--json'];
    const opened = async (...args: readonly string[]) =>
      JSON.parse((await takehomeHere([...ask, ...args])).stdout).opened.map(
        ({ ports }: { ports: { from: number } }) => ports.from,
      );
    expect(await opened('--diff-stacks', 'Web')).toEqual([80]);
    expect(await opened('--diff', made, '--diff-stacks', 'Shell')).toEqual([22]);
    expect(await opened('--diff', made)).toEqual([]);
  });

  test('says beside what is about everything that a part of it cannot be judged', async () => {
    const unknown = describeFolder('unknown', true);
    writeFileSync(
      join(unknown, 'us-east-1', 'VpnGateways.json'),
      JSON.stringify({ VpnGateways: [{ VpnGatewayId: 'vgw-1', State: 'available' }] }),
    );
    for (const options of [['--matrix'], ['--exposed', 'server'], ['--diff', unknown]]) {
      const { code, stderr } = await takehomeHere(['reach', unknown, ...options]);
      expect([code, stderr]).toEqual([0, expect.stringMatching(/^takehome: not modelled: VpnGateway vgw-1; --from/)]);
    }
    expect((await takehomeHere(['reach', peered, '--matrix'])).stderr).toBe('');
  });

  test('writes the page', async () => {
    const page = join(folder, 'new', 'page.html');
    const { code, stdout, stderr } = await takehomeHere(['reach', peered, '--html', page]);
    expect([code, stdout, stderr]).toEqual([0, '', `takehome: wrote ${page}\n`]);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>.*<svg .*<table>.*<\/html>\n$/s);
  });
});
