import { contains, formatAddress, isPublicAddress, parseCidr } from '../ipv4';
import type { Subnet, TransitGatewayAttachment, TransitGatewayRoute } from '../model';
import type { Network } from '../network';
import { pending, translated } from './attachment';
import { notPreserved } from './client-ip-preservation';
import type { Position, State } from './position';
import { deadEnd, type Obstacle, type Passage, type Step, step } from './step';
import { lookUp } from './tables';

/**
 * From a subnet into a transit gateway: by the attachment's interface in the subnet's own Availability Zone. The network
 * ACL of the attachment's subnet looks at what enters it, even if it is the sender's own subnet.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export function enterTransitGateway(network: Network, state: State, subnet: Subnet, id: string): Step {
  const attachments = network.attachmentsByVpc.get(subnet.vpcId) ?? [];
  const ingress = attachments.find(({ transitGatewayId }) => transitGatewayId === id);
  if (ingress?.resource.kind !== 'vpc') {
    const reason = `${subnet.vpcId} has no attachment to ${id}`;
    return deadEnd(state, { component: id, type: 'transit-gateway', reason, change: `attach ${subnet.vpcId}` });
  }
  const { availabilityZone } = subnet;
  const entrance = network.attachmentSubnets(ingress).find((each) => each.availabilityZone === availabilityZone);
  const obstacles: Obstacle[] = [];
  if (!entrance) {
    const reason = `the attachment has no subnet in ${availabilityZone}, the Availability Zone of ${subnet.id}`;
    const change = `add a subnet of ${availabilityZone} to the attachment`;
    obstacles.push({ component: ingress.id, type: 'transit-gateway-attachment', reason, change });
  }
  obstacles.push(...notPreserved(state.flow, 'through a transit gateway'));
  const next: Position = { kind: 'transit-gateway', ingress, availabilityZone };
  return step(state, entrance ? { kind: 'enter-subnet', subnet: entrance, next } : next, [], obstacles);
}

/** What the route table of the attachment by which a packet came makes of it. */
export function crossTransitGateway(
  network: Network,
  state: State,
  { ingress, availabilityZone }: Extract<Position, { readonly kind: 'transit-gateway' }>,
  relaxed: boolean,
): readonly Step[] {
  const packet = translated(network, state.packet, ingress, 'source');
  const passages: Passage[] = [];
  if (packet.source !== state.packet.source) {
    const detail = () => `source ${formatAddress(state.packet.source)} becomes ${formatAddress(packet.source)}`;
    passages.push({ component: ingress.id, type: 'transit-gateway-attachment', detail });
  } else
    passages.push({
      component: ingress.id,
      type: 'transit-gateway-attachment',
      detail: () => `into ${ingress.transitGatewayId}`,
    });
  const arrived: State = { ...state, packet };
  const closed = pending(ingress);
  if (ingress.routeTableId === undefined) return withoutTable();
  return byTable(ingress.routeTableId, closed);

  function withoutTable(): readonly Step[] {
    const association: Obstacle = {
      component: ingress.id,
      type: 'transit-gateway-attachment',
      reason: 'the attachment is associated with no transit gateway route table',
      change: 'associate a route table',
    };
    const tables = network.model.transitGatewayRouteTables.filter(
      (each) => each.transitGatewayId === ingress.transitGatewayId,
    );
    const ways = relaxed ? tables.flatMap(({ id }) => byTable(id, [...closed, association])) : [];
    return ways.length > 0 ? ways : [deadEnd(state, association, passages)];
  }

  function byTable(tableId: string, before: readonly Obstacle[]): readonly Step[] {
    const to = formatAddress(packet.destination);
    const route = lookUp(network.tables.transitGatewayRouteTable(tableId), packet.destination);
    const steps: Step[] = [];
    const leave = (egress: TransitGatewayAttachment, detail: () => string, obstacles: readonly Obstacle[]) => {
      const hops: Passage[] = [...passages, { component: tableId, type: 'transit-gateway-route-table', detail }];
      const at: Position = { kind: 'transit-gateway-egress', ingress, egress, availabilityZone };
      steps.push(step(arrived, at, hops, [...before, ...obstacles]));
    };
    const egress =
      route?.attachmentId === undefined ? undefined : network.transitGatewayAttachments.get(route.attachmentId);
    const reason = describe(route, to);
    if (egress) leave(egress, () => `route ${route?.destination} to ${egress.id}`, []);
    else {
      const change = `route ${to} to an attachment that leads there`;
      const component = route?.id ?? tableId;
      const obstacle: Obstacle = { component, type: 'transit-gateway-route-table', reason, change };
      const stopped = deadEnd(arrived, obstacle, passages);
      steps.push({ ...stopped, obstacles: [...before, ...stopped.obstacles] });
    }
    if (!relaxed) return steps;
    for (const each of network.model.transitGatewayAttachments) {
      if (each.transitGatewayId !== ingress.transitGatewayId || each === egress || each === ingress) continue;
      if (!mayLead(network, each, packet.destination)) continue;
      const component = (route?.attachmentId === undefined ? route?.id : undefined) ?? tableId;
      const change = `route ${to} to ${each.id}`;
      leave(each, () => change, [{ component, type: 'transit-gateway-route-table', reason, change }]);
    }
    return steps;
  }
}

// Whether an attachment can be on the way to an address at all.
function mayLead(network: Network, { resource, natRules }: TransitGatewayAttachment, address: number): boolean {
  if (resource.kind !== 'vpc' || isPublicAddress(address) || network.inVpc(resource.vpcId, address)) return true;
  return natRules.some(({ natCidr }) => contains(parseCidr(natCidr), address));
}

function describe(route: TransitGatewayRoute | undefined, to: string): string {
  if (!route) return `no route to ${to}`;
  if (route.attachmentId === undefined) return `the route ${route.destination} is a blackhole`;
  return `the route ${route.destination} leads to ${route.attachmentId}`;
}
