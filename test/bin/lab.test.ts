import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAgent } from '../../lib/packet-lab/runtime/agent';
import { inLab, PATH } from '../lib/packet-lab/runtime/plans';
import { type Ended, takehome } from './cli';

let folder: string;
let network: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  network = join(folder, 'network');
  mkdirSync(network);
  const answers = describeAnswers();
  for (const [name, value] of Object.entries(answers))
    writeFileSync(join(network, `${name}.json`), JSON.stringify(value));
});
afterAll(async () => {
  await lab('down', '--all');
  rmSync(folder, { recursive: true });
});

/** A client and a server in one VPC; the server's security group admits port 80. */
function describeAnswers(): Readonly<Record<string, unknown>> {
  const everywhere = [{ CidrIp: '0.0.0.0/0' }];
  const host = (name: string, PrivateIpAddress: string, GroupId: string) => ({
    NetworkInterfaceId: `eni-${name}`,
    VpcId: 'vpc-1',
    SubnetId: 'subnet-1',
    InterfaceType: 'interface',
    Description: '',
    PrivateIpAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress }],
    SourceDestCheck: true,
    Status: 'in-use',
    Groups: [{ GroupId }],
    TagSet: [{ Key: 'Name', Value: name }],
  });
  const CidrBlock = '10.0.0.0/16';
  return {
    Vpcs: {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          Tags: [{ Key: 'Name', Value: 'shop' }],
          CidrBlock,
          CidrBlockAssociationSet: [{ CidrBlock, CidrBlockState: { State: 'associated' } }],
        },
      ],
    },
    Subnets: {
      Subnets: [
        {
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/24',
          AvailabilityZone: 'us-east-1a',
          AvailabilityZoneId: 'use1-az1',
        },
      ],
    },
    RouteTables: {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ Main: true }],
          Routes: [
            { DestinationCidrBlock: CidrBlock, GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' },
          ],
        },
      ],
    },
    SecurityGroups: {
      SecurityGroups: [
        {
          GroupId: 'sg-client',
          VpcId: 'vpc-1',
          IpPermissions: [],
          IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: everywhere }],
        },
        {
          GroupId: 'sg-server',
          VpcId: 'vpc-1',
          IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: everywhere }],
          IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: everywhere }],
        },
      ],
    },
    NetworkInterfaces: {
      NetworkInterfaces: [host('client', '10.0.0.10', 'sg-client'), host('server', '10.0.0.20', 'sg-server')],
    },
  };
}

/** The user's labs lie in a folder of this test, which no lab outside it shares. */
async function lab(...args: readonly string[]): Promise<Ended> {
  return takehome(['lab', ...args], { env: { TMPDIR: folder } });
}

/** Skipped where no lab can be made. */
function labTest(name: string, body: () => Promise<void>): void {
  test(name, () =>
    inLab(async () => {
      const agent = await startAgent(PATH);
      await agent.end();
      await body();
    }),
  );
}

labTest('run compares all pairs and leaves nothing', async () => {
  const file = join(folder, 'server.pcap');
  const { code, stdout, stderr } = await lab('run', network, '--ports', '80,udp:53,icmp', '--pcap', `server=${file}`);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('no disagreement');
  expect(stdout).toMatch(/tcp 80 .*to server/);
  expect(readFileSync(file).length).toBeGreaterThan(24);
});

labTest('run --json holds every answer', async () => {
  const { code, stdout } = await lab('run', network, '--ports', '80,22', '--json');
  const found = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(found.disagreements).toEqual([]);
  expect(found.open).toContainEqual({ from: 'eni-client', to: 'eni-server', protocol: 'tcp', port: 80 });
  expect(found.open).not.toContainEqual({ from: 'eni-client', to: 'eni-server', protocol: 'tcp', port: 22 });
});

labTest('up, break it by hand, see it, down', async () => {
  const up = await lab('up', network);
  expect(up).toMatchObject({ code: 0, stdout: expect.stringMatching(/^lab-\w+ is up: \d+ namespaces/) });
  const asked = ['probe', '--from', 'client', '--to', 'server', '--port'];
  expect((await lab(...asked, '80')).stdout).toMatch(/^reachable.*\n +10\.0\.0\.20: answered by server/);
  expect((await lab(...asked, '22')).stdout).toMatch(/^blocked.*\n +10\.0\.0\.20: lost at security-group sg-server/);
  const routing = (component: string) => lab('shell', component, '--', 'ip', 'rule');
  expect([(await routing('shop')).stdout, (await routing('client')).stdout]).toEqual([
    expect.stringContaining('fwmark'),
    expect.not.stringContaining('fwmark'),
  ]);
  expect(await lab('shell', 'client', '--', 'ip', 'route', 'del', 'default')).toMatchObject({ code: 0 });
  expect((await lab(...asked, '80')).stdout).toMatch(/^blocked/);
  expect(await lab('shell', 'client', '--', 'sh', '-c', 'exit 7')).toMatchObject({ code: 7 });
  expect(await lab('down')).toMatchObject({ code: 0, stdout: expect.stringMatching(/ is down\n$/) });
  expect(await lab('down')).toMatchObject({ code: 2, stderr: expect.stringContaining('no lab is up') });
});

labTest('two labs stand side by side', async () => {
  const names = (await Promise.all([lab('up', network), lab('up', network)])).map(({ stdout }) => stdout.split(' ')[0]);
  const [one = '', other = ''] = names;
  const several = await lab('probe', '--from', 'client', '--to', 'server', '--port', '80');
  expect(several).toMatchObject({ code: 2, stderr: expect.stringContaining('several labs are up') });
  const probed = await lab('probe', '--lab', one, '--from', 'client', '--to', 'server', '--port', '80', '--json');
  expect(JSON.parse(probed.stdout)).toMatchObject({ reachable: true });
  expect((await lab('down', one)).stdout).toBe(`${one} is down\n`);
  expect((await lab('down', '--all')).stdout).toBe(`${other} is down\n`);
});

test.each([
  [['run', 'nowhere'], /nowhere is not a folder/],
  [['run', '.', '--ports', 'x'], /is not like 443|holds neither/],
  [['shell', 'client'], /no lab is up/],
  [['probe', '--from', 'a', '--to', 'b', '--port', '80', '--lab', 'mine'], /no lab mine/],
])('%j is one clear line', async (args, message) => {
  await lab('down', '--all');
  const { code, stderr } = await lab(...args);
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
  expect(stderr).toMatch(message);
});
