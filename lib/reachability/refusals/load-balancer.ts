import type { NetworkModel } from '../model';
import { type Refusal, repeated } from './refusal';

const NETWORK_LINK = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html';
const LISTENER_LINK = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html';

/** Two listeners on one port, and Network Load Balancers in two subnets of one zone. */
export function loadBalancerRefusals(model: NetworkModel): readonly Refusal[] {
  const { loadBalancers, networkInterfaces, subnets } = model;
  const zones = new Map(subnets.map(({ id, availabilityZone }) => [id, availabilityZone]));
  const zonesOfInterfaces = new Map(networkInterfaces.map(({ id, subnetId }) => [id, zones.get(subnetId)]));
  return loadBalancers.flatMap(({ id, kind, listeners, networkInterfaceIds }) => {
    const refuse = (component: string, reason: string, link: string): Refusal => ({
      component,
      type: 'load-balancer',
      reason,
      link,
    });
    const ports = listeners.flatMap((listener) => listener.protocols.map((protocol) => ({ listener, protocol })));
    const taken = repeated(ports, ({ listener, protocol }) => `${protocol} ${listener.port}`).map(({ listener }) =>
      refuse(listener.id ?? id, `${id} already has a listener on port ${listener.port}`, LISTENER_LINK),
    );
    const sameZone = kind === 'network' ? repeated(networkInterfaceIds, (one) => zonesOfInterfaces.get(one)) : [];
    return [
      ...taken,
      ...sameZone.map((one) => refuse(id, `${one} is in a second subnet of the same Availability Zone`, NETWORK_LINK)),
    ];
  });
}
