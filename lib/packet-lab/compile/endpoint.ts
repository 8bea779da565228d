import type { NetworkInterface, VpcEndpoint } from '../../reachability/model';
import { privateAddresses, ranges } from './addresses';
import { chain, type Draft, type DraftNamespace, type Loser, lose } from './draft';
import { listenEverywhere, placeInterface, refusal, TRACKED } from './host';
import type { Network } from './network';
import type { Router, Zone } from './router';
import { securityGroupRules } from './security-group';

/** An interface of a VPC endpoint, in the making. */
export interface Entry {
  readonly endpoint: VpcEndpoint;
  readonly networkInterface: NetworkInterface;
  readonly namespace: DraftNamespace;
}

/** An interface of a VPC endpoint, with its security groups; what is behind it is added later. */
export function addEndpointInterface(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
): Entry | undefined {
  const endpoint = network.model.vpcEndpoints.find(({ id }) => id === networkInterface.owner.id);
  const namespace = placeInterface(draft, network, router, zone, networkInterface, 'e', true);
  const own = { component: networkInterface.id, type: 'network-interface' } as const;
  const ingress = chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;');
  const itself = lose(draft, namespace, { ...own, reason: 'what comes back to its sender is dropped by it' });
  const foreign = lose(draft, namespace, { ...own, reason: 'it is neither from nor to the interface' });
  ingress.push(
    'iifname != "eth0" accept',
    TRACKED,
    `ip saddr { ${ranges(privateAddresses(networkInterface))} } ${itself}`,
    `fib daddr type != local ${foreign}`,
    ...securityGroupRules(network, networkInterface, 'ingress'),
    lose(draft, namespace, refusal(networkInterface, 'ingress')),
  );
  const rest = { component: networkInterface.owner.id, type: 'vpc-endpoint', reason: 'nothing answers here' } as const;
  chain(namespace, 'service', 'type filter hook prerouting priority -140; policy accept;').push(
    'iifname != "eth0" accept',
    TRACKED,
  );
  chain(namespace, 'rest', 'type filter hook input priority 0; policy accept;').push('iifname "lo" accept', TRACKED);
  if (endpoint) return { endpoint, networkInterface, namespace };
  chain(namespace, 'rest').push(lose(draft, namespace, rest));
  draft.notModelled.push({
    component: networkInterface.owner.id,
    reason: 'which endpoint it is of',
    touches: [networkInterface.id],
  });
  return undefined;
}

/** The endpoint hands nothing on, and why. */
export function close(draft: Draft, { namespace }: Entry, by: Loser): void {
  chain(namespace, 'service').push(lose(draft, namespace, by));
}

/** What the service behind an endpoint does not take is lost here. */
export function finishEntry(draft: Draft, { namespace }: Entry, by: Loser): void {
  chain(namespace, 'rest').push(lose(draft, namespace, by));
}

/** Ports of AWS's services that answer elsewhere than on 443, from the pages of their endpoints. */
const servicePorts: Readonly<Record<string, readonly number[]>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
  s3: [80, 443],
  // https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html
  'email-smtp': [25, 465, 587, 2465, 2587],
  // https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
  cassandra: [9142],
  // https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html
  'iot.data': [443, 8883],
};

/** An endpoint of AWS's own service: a host that answers on the ports of the service. */
export function answerAsService(draft: Draft, entry: Entry): void {
  const { endpoint, networkInterface, namespace } = entry;
  const { id, state, serviceName = 'the service' } = endpoint;
  const type = 'vpc-endpoint';
  if (state !== 'available') close(draft, entry, { component: id, type, reason: `the endpoint is ${state}` });
  const service = serviceName.replace(/^(com\.amazonaws\.|aws\.api\.)[a-z0-9-]+\./, '');
  const ports = servicePorts[service] ?? [443];
  chain(namespace, 'service').push(
    `tcp dport { ${ports.join(', ')} } accept`,
    lose(draft, namespace, { component: id, type, reason: `${serviceName} answers on tcp ${ports.join(', ')} only` }),
  );
  const addresses = privateAddresses(networkInterface);
  listenEverywhere(namespace, addresses[0] ?? '127.0.0.1');
  draft.hosts.push({ id: networkInterface.id, namespace: namespace.name, addresses, client: false, server: true });
}
