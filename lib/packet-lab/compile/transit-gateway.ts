import type { Subnet, TransitGateway, TransitGatewayAttachment } from '../../reachability/model';
import { addNamespace, chain, connect, type Draft, type DraftNamespace, lose } from './draft';
import type { Network } from './network';
import { attach, forwardChain, type Router, type Zone } from './router';
import { UNKNOWN_SENDER } from './security-group';
import { translate } from './transit-gateway-nat';
import { addTransitGatewayRoutes } from './transit-gateway-routes';

/** A device of a transit gateway. */
export interface GatewayPort {
  readonly device: string;
  readonly attachment: TransitGatewayAttachment;
  readonly availabilityZone: string;
  /** Where it leads out in a VPC. @default - to another transit gateway */
  readonly subnet?: Subnet;
}

/** A transit gateway in the making. */
export interface DraftGateway {
  readonly transitGateway: TransitGateway;
  readonly namespace: DraftNamespace;
  readonly ports: GatewayPort[];
}

/** All transit gateways, each a namespace, with one device for each Availability Zone of each attachment. */
export function addTransitGateways(
  draft: Draft,
  network: Network,
  routers: ReadonlyMap<string, Router>,
  zoneOfSubnet: (subnet: Subnet) => Zone,
): void {
  const gateways = new Map<string, DraftGateway>();
  for (const transitGateway of network.model.transitGateways) {
    const of = { component: transitGateway.id, type: 'transit-gateway' } as const;
    gateways.set(transitGateway.id, { transitGateway, namespace: addNamespace(draft, 't', of, true), ports: [] });
  }
  const zones = new Set<string>();
  for (const [index, attachment] of network.model.transitGatewayAttachments.entries()) {
    const gateway = gateways.get(attachment.transitGatewayId);
    const { resource, state } = attachment;
    if (!gateway || resource.kind !== 'vpc') continue;
    const router = routers.get(resource.vpcId);
    for (const subnetId of resource.subnetIds) {
      const subnet = network.subnets.get(subnetId);
      if (!router || !subnet) continue;
      const { availabilityZone } = subnet;
      if (gateway.ports.some((port) => port.attachment === attachment && port.availabilityZone === availabilityZone)) {
        continue;
      }
      zones.add(availabilityZone);
      const device = `a${index + 1}-${gateway.ports.length + 1}`;
      const end = { namespace: gateway.namespace, device };
      attach(draft, router, end, { device, zone: zoneOfSubnet(subnet), subnet, within: false });
      router.exits.set(`transit-gateway ${attachment.transitGatewayId} ${availabilityZone}`, device);
      gateway.ports.push({ device, attachment, availabilityZone, subnet });
      if (state !== 'available') losePending(draft, router, device, attachment.id);
    }
    if (router) explainMissing(network, router, attachment);
  }
  addPeerings(draft, network, gateways, zones.size > 0 ? [...zones] : ['any']);
  for (const gateway of gateways.values()) {
    addTransitGatewayRoutes(draft, network, gateway);
    translate(gateway);
    forgetSenders(gateway);
  }
}

function losePending(draft: Draft, router: Router, device: string, component: string): void {
  const reason = 'the attachment waits for its acceptance';
  const lost = lose(draft, router.namespace, { component, type: 'transit-gateway-attachment', reason });
  forwardChain(router.namespace).push(`oifname "${device}" ${lost}`, `iifname "${device}" ${lost}`);
}

function explainMissing(network: Network, router: Router, { id, transitGatewayId }: TransitGatewayAttachment): void {
  for (const { vpcId, availabilityZone } of network.model.subnets) {
    if (vpcId !== router.vpc.id) continue;
    const reason = `the attachment has no subnet in ${availabilityZone}`;
    const lost = { component: id, type: 'transit-gateway-attachment', reason } as const;
    router.missing.set(`transit-gateway ${transitGatewayId} ${availabilityZone}`, lost);
  }
}

// Between two transit gateways there is a link for each zone, as a packet keeps to its zone.
function addPeerings(
  draft: Draft,
  network: Network,
  gateways: ReadonlyMap<string, DraftGateway>,
  zones: readonly string[],
): void {
  const done = new Set<string>();
  for (const [index, attachment] of network.model.transitGatewayAttachments.entries()) {
    const { resource } = attachment;
    if (resource.kind !== 'peering' || done.has(attachment.id)) continue;
    const peer = network.attachments.get(resource.peerAttachmentId);
    const one = gateways.get(attachment.transitGatewayId);
    const other = peer && gateways.get(peer.transitGatewayId);
    if (!one || !other || !peer) continue;
    done.add(peer.id);
    for (const [number, availabilityZone] of zones.entries()) {
      const device = `g${index + 1}-${number + 1}`;
      const beyond = one === other ? `${device}b` : device;
      connect(draft, { namespace: one.namespace, device }, { namespace: other.namespace, device: beyond });
      one.ports.push({ device, attachment, availabilityZone });
      other.ports.push({ device: beyond, attachment: peer, availabilityZone });
      if (attachment.state === 'available' && peer.state === 'available') continue;
      const reason = 'the attachment waits for its acceptance';
      for (const [end, own] of [
        [one, attachment],
        [other, peer],
      ] as const) {
        const lost = lose(draft, end.namespace, { component: own.id, type: 'transit-gateway-attachment', reason });
        forwardChain(end.namespace).push(`oifname "${end === one ? device : beyond}" ${lost}`);
      }
    }
  }
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security */
function forgetSenders({ transitGateway, namespace, ports }: DraftGateway): void {
  const known = ports
    .filter(({ attachment: { resource } }) => resource.kind === 'vpc' && resource.securityGroupReferencing)
    .map(({ device }) => `"${device}"`);
  const rules = chain(namespace, 'senders', 'type filter hook forward priority 10; policy accept;');
  if (transitGateway.securityGroupReferencing && known.length > 0) {
    rules.push(`iifname { ${known.join(', ')} } oifname { ${known.join(', ')} } accept`);
  }
  rules.push(`ip dscp set ${UNKNOWN_SENDER}`);
}
