import {
  allowAll,
  host,
  merge,
  rule,
  securityGroup,
  subnet,
  vpc,
} from '../../../../lib/reachability/aws-rules/networks';
import type { LoadBalancer, NetworkModel, SecurityGroupRule, TargetGroup } from '../../../../lib/reachability/model';

const a = vpc('vpc-a', '10.0.0.0/16');
const second = { availabilityZone: 'use1-az2' };
const node = { owner: { kind: 'load-balancer', id: 'nlb-1' } } as const;

/** What differs from a Network Load Balancer on which everything works; the rules are those of its two targets. */
export interface Changes {
  readonly loadBalancer?: Partial<LoadBalancer>;
  readonly group?: Partial<TargetGroup>;
  readonly one?: readonly SecurityGroupRule[];
  readonly two?: readonly SecurityGroupRule[];
}

/** A client, a Network Load Balancer in two zones, and a target in each. */
export function balanced({ loadBalancer, group, one, two }: Changes): NetworkModel {
  const open = [rule('0.0.0.0/0', 8080)];
  return merge(subnet(a, 'one', '10.0.1.0/24'), subnet(a, 'two', '10.0.2.0/24', [], second), {
    vpcs: [a],
    securityGroups: [
      allowAll(a, 'client'),
      securityGroup(a, 'nlb', [rule('0.0.0.0/0', 80)]),
      securityGroup(a, 'one', one ?? open),
      securityGroup(a, 'two', two ?? open),
    ],
    networkInterfaces: [
      host(a, 'one', 'client', '10.0.1.10', ['sg-client']),
      host(a, 'one', 'node-one', '10.0.1.5', ['sg-nlb'], node),
      host(a, 'two', 'node-two', '10.0.2.5', ['sg-nlb'], node),
      host(a, 'one', 'target-one', '10.0.1.20', ['sg-one']),
      host(a, 'two', 'target-two', '10.0.2.20', ['sg-two']),
    ],
    loadBalancers: [
      {
        id: 'nlb-1',
        kind: 'network',
        scheme: 'internal',
        vpcId: a.id,
        networkInterfaceIds: ['eni-node-one', 'eni-node-two'],
        securityGroupIds: ['sg-nlb'],
        crossZone: false,
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
        listeners: [{ protocols: ['tcp'], port: 80, targetGroupIds: ['tg-1'] }],
        ...loadBalancer,
      },
    ],
    targetGroups: [
      {
        id: 'tg-1',
        targetType: 'ip',
        port: 8080,
        preserveClientIp: false,
        targets: ['10.0.1.20', '10.0.2.20'].map((ip) => ({ to: { ip }, port: 8080 })),
        ...group,
      },
    ],
  });
}
