import type { TargetGroup } from '../model';
import { ask, isBlocked, type RuleCase, reaches } from './rule-case';
import { host, loadBalancer, subnet, topology, vpc } from './topology';

/** An internal Network Load Balancer of zone a before host target, which is in zone a or b. */
function before(targets: Pick<TargetGroup, 'targetType' | 'targets' | 'preserveClientIp'>, crossZone = false) {
  return topology(
    vpc('A', '10.0.0.0/16'),
    subnet('A1', 'A', '10.0.1.0/24', { zone: 'use1-aza' }),
    subnet('A2', 'A', '10.0.2.0/24', { zone: 'use1-azb' }),
    host('client', ['A', 'A1', '10.0.1.10']),
    host('target', ['A', 'A1', '10.0.1.20']),
    host('far', ['A', 'A2', '10.0.2.20']),
    loadBalancer('nlb', 'network', 'A', [['A1', '10.0.1.5']], targets, { crossZone }),
  );
}

const instance = (networkInterfaceId: string) =>
  ({ targetType: 'instance', preserveClientIp: true, targets: [{ to: { networkInterfaceId }, port: 80 }] }) as const;
const address = (ip: string) =>
  ({ targetType: 'ip', preserveClientIp: false, targets: [{ to: { ip }, port: 80 }] }) as const;

export const loadBalancerRules: readonly RuleCase[] = [
  {
    id: 'awsdoc/nlb/hairpin',
    expected: isBlocked(before(instance('target')), ask('target', 'nlb'), ['nlb-targets']),
    twin: reaches(before(instance('target')), 'client', 'nlb'),
  },
  {
    id: 'awsdoc/nlb/hairpin-ip',
    expected: reaches(before(address('10.0.1.20')), 'target', '10.0.1.5'),
    twin: isBlocked(before({ ...address('10.0.1.20'), preserveClientIp: true }), ask('target', '10.0.1.5'), [
      'nlb-targets',
    ]),
  },
  {
    id: 'awsdoc/nlb/az-disabled',
    expected: isBlocked(before(instance('far'), true), ask('client', 'nlb'), ['nlb']),
    twin: reaches(before(instance('target'), true), 'client', 'nlb'),
  },
];
