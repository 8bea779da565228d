import { pruned } from '../../../../lib/packet-lab/fuzz/prune';
import {
  allowAll,
  host,
  merge,
  route,
  rule,
  securityGroup,
  subnet,
  vpc,
} from '../../../../lib/reachability/aws-rules/networks';

const [a, b] = [vpc('vpc-a', '10.0.0.0/16'), vpc('vpc-b', '10.1.0.0/16')];
const peering = { id: 'pcx-1', requesterVpcId: a.id, accepterVpcId: b.id, status: 'active' } as const;
const model = merge(
  subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', 'pcx-1')]),
  subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', 'pcx-1')]),
  {
    vpcs: [a, b],
    vpcPeeringConnections: [peering],
    securityGroups: [allowAll(a, 'a'), securityGroup(b, 'b', [rule('sg-a'), rule('10.0.0.0/16', 80)])],
    networkInterfaces: [host(a, 'a', 'a', '10.0.0.10', ['sg-a']), host(b, 'b', 'b', '10.1.0.10', ['sg-b'])],
  },
);

describe('pruned', () => {
  it('takes along what is in a component, and what of others names it', () => {
    const rest = pruned(model, ['vpc-a'], new Set(['eni-b']));
    expect(rest?.vpcs).toEqual([b]);
    expect(rest?.vpcPeeringConnections).toEqual([]);
    expect(rest?.subnets.map(({ id }) => id)).toEqual(['subnet-b']);
    expect(rest?.routeTables.map(({ routes }) => routes.length)).toEqual([1]);
    expect(rest?.securityGroups[0]?.ingress).toEqual([rule('10.0.0.0/16', 80)]);
    expect(rest?.networkInterfaces.map(({ id }) => id)).toEqual(['eni-b']);
  });

  it('leaves the rest as it is', () => {
    expect(pruned(model, [], new Set())).toEqual(model);
    expect(pruned(model, ['pcx-1'], new Set(['eni-a', 'eni-b']))).toEqual({
      ...model,
      vpcPeeringConnections: [],
      routeTables: model.routeTables.map((table) => ({ ...table, routes: table.routes.slice(0, 1) })),
    });
  });

  it('says so where what has to stay would go', () => {
    expect(pruned(model, ['vpc-a'], new Set(['eni-a']))).toBeUndefined();
  });
});
