import type { LatticeService, Target, TargetGroup } from '../../reachability/model';
import type { LabListener, LabTarget } from '../plan';
import { addNamespace, chain, type Draft, type DraftNamespace, lose } from './draft';
import { TRACKED } from './host';
import type { Network } from './network';
import { attach, type Router } from './router';
import { knownGroup, placesOf } from './targets';

/** A service of VPC Lattice in the making. */
export interface DraftService {
  readonly service: LatticeService;
  readonly namespace: DraftNamespace;
}

/**
 * A service of VPC Lattice: it connects to its targets from an address of Lattice's own range, for which no route table is
 * asked, and checks their health the same way.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/target-groups.html
 *
 * @param source address of Lattice's range that only this service has
 */
export function addLatticeService(
  draft: Draft,
  network: Network,
  routers: ReadonlyMap<string, Router>,
  service: LatticeService,
  source: string,
): DraftService {
  const { id } = service;
  const type = 'lattice-service';
  const namespace = addNamespace(draft, 's', { component: id, type }, true);
  namespace.sysctls.push('net.ipv4.icmp_echo_ignore_all=1');
  const devices = new Map<string, string>();
  const placed = new Map<string, string>();
  const place = (vpcId: string, ip: string): void => {
    const router = routers.get(vpcId);
    if (!router) return;
    if ((placed.get(ip) ?? vpcId) !== vpcId) {
      const reason = 'targets of one address in different VPCs';
      draft.notModelled.push({ component: id, reason, touches: [id] });
      return;
    }
    const device = devices.get(vpcId) ?? `v${devices.size + 1}`;
    if (!devices.has(vpcId)) {
      const zone = { kind: 'gateway', component: id, type } as const;
      router.lattice.set(
        source,
        attach(draft, router, { namespace, device, addresses: [`${source}/32`] }, { zone, within: false }),
      );
      devices.set(vpcId, device);
    }
    if (!placed.has(ip)) namespace.ip.push(`route add ${ip}/32 dev ${device} src ${source}`);
    placed.set(ip, vpcId);
  };
  const listeners = service.listeners
    .filter(({ protocols }) => protocols.includes('tcp'))
    .map(({ port, targetGroupIds }): LabListener => {
      const targets = targetGroupIds.flatMap((groupId) =>
        groupTargets(draft, network, id, groupId, source, port, place),
      );
      return { protocol: 'tcp', port, targetGroupIds, targets };
    });
  chain(namespace, 'balance', 'type nat hook prerouting priority -100; policy accept;');
  const translation = chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;');
  if (devices.size > 0) {
    const names = [...devices.values()].map((device) => `"${device}"`).join(', ');
    translation.push(`oifname { ${names} } ip saddr != ${source} snat to ${source}`);
  }
  const rest = chain(namespace, 'rest', 'type filter hook input priority 0; policy accept;');
  rest.push('iifname "lo" accept', TRACKED);
  for (const { port, targetGroupIds } of listeners) {
    const component = targetGroupIds[0] ?? id;
    const by = { component, type: component === id ? type : 'target-group', reason: 'nothing in rotation' } as const;
    rest.push(`tcp dport ${port} ${lose(draft, namespace, by)}`);
  }
  rest.push(lose(draft, namespace, { component: id, type, reason: 'no listener' }));
  draft.balancers.push({
    id: namespace.name,
    component: id,
    namespace: namespace.name,
    chain: 'balance',
    addresses: [],
    listeners,
  });
  return { service, namespace };
}

function groupTargets(
  draft: Draft,
  network: Network,
  serviceId: string,
  groupId: string,
  source: string,
  listenerPort: number,
  place: (vpcId: string, ip: string) => void,
): readonly LabTarget[] {
  const group = knownGroup(draft, network, groupId, serviceId);
  if (!group) return [];
  return group.targets.flatMap((target) => {
    const vpcId = vpcOf(network, group, target);
    if (vpcId === undefined) {
      draft.notModelled.push({ component: groupId, reason: 'the VPC of its targets', touches: [serviceId] });
      return [];
    }
    return placesOf(network, target).map(({ ip, through }): LabTarget => {
      place(vpcId, ip);
      const { port } = target;
      const id = [serviceId, listenerPort, groupId, ip, port].join(' ');
      return {
        id,
        targetGroupId: groupId,
        ...(through && { through }),
        ip,
        port,
        healthCheck: { protocol: 'tcp', source, ip, port },
      };
    });
  });
}

function vpcOf({ networkInterfaces, model }: Network, group: TargetGroup, { to }: Target): string | undefined {
  if ('networkInterfaceId' in to) return networkInterfaces.get(to.networkInterfaceId)?.vpcId;
  if ('loadBalancerId' in to) return model.loadBalancers.find(({ id }) => id === to.loadBalancerId)?.vpcId;
  return group.vpcId;
}
