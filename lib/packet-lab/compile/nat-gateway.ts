import type { NetworkInterface } from '../../reachability/model';
import { privateAddresses } from './addresses';
import { serviceRanges } from './client-ports';
import { chain, type Draft, lose } from './draft';
import { placeInterface, TRACKED } from './host';
import { ledBy, type Network } from './network';
import type { Router, Zone } from './router';

/**
 * A NAT gateway: the source of what it forwards becomes its own private address, and only connections that it saw open
 * come back. That of a public one the internet gateway swaps for its public address.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function addNatGateway(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
): void {
  const component = networkInterface.owner.id;
  const type = 'nat-gateway';
  const namespace = placeInterface(draft, network, router, zone, networkInterface, 'n', true);
  const gateway = network.model.natGateways.find(
    ({ networkInterfaceId }) => networkInterfaceId === networkInterface.id,
  );
  const device = router.exits.get(`network-interface ${networkInterface.id}`);
  if (device !== undefined) router.exits.set(`nat-gateway ${gateway?.id ?? component}`, device);
  const [own] = privateAddresses(networkInterface);
  const led = ledBy(network, [gateway?.id ?? component]);
  const lost = (reason: string): string =>
    lose(draft, namespace, { component: gateway?.id ?? component, type, reason, ledBy: led });
  chain(namespace, 'connections', 'type filter hook prerouting priority -150; policy accept;').push(
    `ip saddr ${own} ${lost('the packet comes back to a NAT gateway that it has passed')}`,
    TRACKED,
    `fib daddr type local ${lost('a NAT gateway accepts no connection from outside')}`,
    `ct state invalid ${lost('the NAT gateway did not see the connection open')}`,
    `tcp flags & (syn | ack) != syn ${lost('the NAT gateway did not see the connection open')}`,
  );
  const ranges = serviceRanges(network.model).map(
    ({ services, hosts }) =>
      `oifname "eth0" ip protocol { tcp, udp } th sport ${hosts.from}-${hosts.to} ` +
      `snat to ${own}:${services.from}-${services.to}`,
  );
  chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;').push(
    ...ranges,
    `oifname "eth0" snat to ${own}`,
  );
}
