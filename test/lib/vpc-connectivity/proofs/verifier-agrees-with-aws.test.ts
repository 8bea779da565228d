import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '../../../../lib/reachability/aws-rules/rules';
import { prove } from '../../../../lib/vpc-connectivity/proofs/verifier-agrees-with-aws';

const context = { assembly: '', progress: () => undefined };
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Two hosts in a subnet whose security group lets ssh in from there, and what is said to have happened. */
function observed(expected: 'reachable' | 'unreachable'): string {
  const folder = mkdtempSync(join(tmpdir(), 'observations-'));
  folders.push(folder);
  const answers = {
    'Vpcs.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] },
    'Subnets.json': {
      Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24', AvailabilityZoneId: 'use1-az1' }],
    },
    'RouteTables.json': {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ Main: true, RouteTableId: 'rtb-1' }],
          Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
        },
      ],
    },
    'SecurityGroups.json': {
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          VpcId: 'vpc-1',
          IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.1.0/24' }] }],
          IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
        },
      ],
    },
    'NetworkInterfaces.json': {
      NetworkInterfaces: ['10', '11'].map((host) => ({
        NetworkInterfaceId: `eni-${host}`,
        VpcId: 'vpc-1',
        SubnetId: 'subnet-1',
        Status: 'in-use',
        InterfaceType: 'interface',
        SourceDestCheck: true,
        Groups: [{ GroupId: 'sg-1' }],
        Attachment: { InstanceId: `i-${host}`, DeviceIndex: 0 },
        PrivateIpAddresses: [{ PrivateIpAddress: `10.0.1.${host}`, Primary: true }],
      })),
    },
  };
  for (const [name, answer] of Object.entries(answers)) writeFileSync(join(folder, name), JSON.stringify(answer));
  const probe = {
    id: 'ssh',
    topology: { dir: folder },
    from: { ip: '10.0.1.10' },
    to: { ip: '10.0.1.11' },
    protocol: 'tcp',
    port: 22,
    expected,
    usable: true,
  };
  writeFileSync(join(folder, 'cases.jsonl'), `${JSON.stringify({ ...probe, topology: { dir: '.' } })}\n`);
  return folder;
}

describe('verifier-agrees-with-aws', () => {
  test('holds without observations, and says that they were skipped', async () => {
    const { holds, figures, notes } = await prove(context);
    expect({ holds, rules: figures['rules that AWS documents'], probes: figures.probes }).toEqual({
      holds: true,
      rules: rules.length,
      probes: 'skipped',
    });
    expect(notes).toEqual([expect.stringContaining('skipped')]);
  });

  test('holds with an observation that it predicts', async () => {
    expect(await prove({ ...context, observations: observed('reachable') })).toMatchObject({
      holds: true,
      figures: { probes: 1, 'verdicts that are not what AWS did': 0 },
      notes: [],
    });
  });

  test('does not hold with one that it does not', async () => {
    expect(await prove({ ...context, observations: observed('unreachable') })).toMatchObject({
      holds: false,
      notes: ['ssh'],
    });
  });

  test('does not hold when the verifier knows nothing of what AWS refuses', async () => {
    await jest.isolateModulesAsync(async () => {
      jest.doMock('../../../../lib/reachability/refusals/refusals', () => ({ refusals: () => [] }));
      const broken = await import('../../../../lib/vpc-connectivity/proofs/verifier-agrees-with-aws');
      const { holds, notes } = await broken.prove(context);
      expect(holds).toBe(false);
      expect(notes.join('\n')).toMatch(/awsdoc\/peer\/overlap-exact: refused is nothing/);
    });
  });
});
