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
    expect(stdout).toMatch(/^reachable\nforward\n +1 {2}network-interface +eni-one +10\.0\.0\.10 > 10\.1\.0\.10:80 /);
    expect(stdout).toMatch(/\nreturn\n +1 {2}route-table +rtb-b /);
    expect(stdout).not.toContain('what has to change');
  });

  test('tells everything that has to change, and exits with 0', async () => {
    const asked = ['reach', apart, ...askServer, '81'];
    const plain = await takehomeHere(asked);
    const changes = await takehomeHere([...asked, '--why-not']);
    const asJson = await takehomeHere([...asked, '--why-not', '--json']);
    expect([plain.code, changes.code, asJson.code]).toEqual([0, 0, 0]);
    for (const { stdout } of [plain, changes]) {
      expect(stdout).toMatch(/^blocked\n/);
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
    expect(stdout).toMatch(/^blocked\n/);
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
