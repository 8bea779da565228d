import type { NotModelled } from './model';
import type { Network } from './network';
import type { Question, Verdict } from './verdict';

/**
 * What the readers could not judge and a verdict depends on: whatever touches a component on the way, or the subnet or
 * VPC of an interface on it, and whatever may touch anything.
 */
export function unjudged(
  network: Network,
  { from, to }: Question,
  { forward, return: back, blockedBy }: Pick<Verdict, 'forward' | 'return' | 'blockedBy'>,
): Verdict['notModelled'] {
  const { notModelled } = network.model;
  if (notModelled.length === 0) return [];
  const asked = [from, to].flatMap((end) => (typeof end === 'object' ? Object.values(end) : []));
  const passed = [...forward, ...back, ...blockedBy].map(({ component }) => component);
  const touched = new Set([...asked, ...passed].flatMap((id) => [id, ...belongings(network, id)]));
  const concerns = ({ touches }: NotModelled) => touches.length === 0 || touches.some((id) => touched.has(id));
  return notModelled.filter(concerns).map(({ id, type, reason }) => ({ component: id, type, reason }));
}

function belongings(network: Network, id: string): readonly string[] {
  const networkInterface = network.networkInterfaces.get(id);
  if (networkInterface) {
    const { subnetId, vpcId, securityGroupIds, owner } = networkInterface;
    const subnet = network.subnets.get(subnetId);
    return [subnetId, vpcId, owner.id, ...securityGroupIds, subnet?.routeTableId ?? '', subnet?.networkAclId ?? ''];
  }
  const owner = network.loadBalancers.get(id) ?? network.vpcEndpoints.get(id);
  return (owner?.networkInterfaceIds ?? []).flatMap((each) => [each, ...belongings(network, each)]);
}
