import { host, merge, route, rule, securityGroup, subnet, vpc } from '../../../lib/reachability/aws-rules/networks';
import type { NetworkModel } from '../../../lib/reachability/model';

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');

/** Two clients that let nobody in, and in another VPC a server on port 80; nothing between them. */
export const apart: NetworkModel = merge(
  {
    vpcs: [a, b],
    securityGroups: [securityGroup(a, 'client', []), securityGroup(b, 'server', [rule('10.0.0.0/16', 80)])],
  },
  subnet(a, 'a', '10.0.0.0/24'),
  subnet(b, 'b', '10.1.0.0/24'),
  {
    networkInterfaces: [
      host(a, 'a', 'one', '10.0.0.10', ['sg-client'], { name: 'one' }),
      host(a, 'a', 'two', '10.0.0.11', ['sg-client'], { name: 'two' }),
      host(b, 'b', 'server', '10.1.0.10', ['sg-server'], { name: 'server' }),
    ],
  },
);

/** The same, peered, with routes on both sides. */
export const peered: NetworkModel = {
  ...apart,
  vpcPeeringConnections: [{ id: 'pcx-1', requesterVpcId: a.id, accepterVpcId: b.id, status: 'active' }],
  routeTables: apart.routeTables.map((table) => ({
    ...table,
    routes: [...table.routes, route(table.vpcId === a.id ? '10.1.0.0/16' : '10.0.0.0/16', 'pcx-1')],
  })),
};

/** The peered ones with a Network Load Balancer in the clients' VPC that hands port 8080 to the server. */
export const balanced: NetworkModel = {
  ...peered,
  networkInterfaces: [
    ...peered.networkInterfaces,
    host(a, 'a', 'balancer', '10.0.0.100', [], { owner: { kind: 'load-balancer', id: 'balancer' } }),
  ],
  loadBalancers: [
    {
      id: 'balancer',
      kind: 'network',
      scheme: 'internal',
      vpcId: a.id,
      networkInterfaceIds: ['eni-balancer'],
      securityGroupIds: undefined,
      crossZone: true,
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
      listeners: [
        { protocols: ['tcp'], port: 8080, targetGroupIds: ['group'] },
        { protocols: ['tcp'], port: 9090, targetGroupIds: ['empty'] },
      ],
    },
  ],
  targetGroups: [
    {
      id: 'group',
      targetType: 'ip',
      vpcId: a.id,
      port: 80,
      preserveClientIp: false,
      targets: [{ to: { ip: '10.1.0.10' }, port: 80, availabilityZone: 'all' }],
    },
    { id: 'empty', targetType: 'ip', vpcId: a.id, port: 80, preserveClientIp: false, targets: [] },
  ],
};
