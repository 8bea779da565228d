import { formatAddress } from '../ipv4';
import { reversed } from './packet';
import type { Position, State } from './position';
import { deadEnd, type Obstacle, type Passage, type Step, step } from './step';

type At<K extends Position['kind']> = Extract<Position, { readonly kind: K }>;

/** From a service of AWS behind a gateway endpoint, which answers on the ports of HTTP and HTTPS. */
export function askGatewayEndpoint(state: State, { endpoint }: At<'gateway-endpoint'>): Step {
  const { packet, flow } = state;
  const type = 'vpc-endpoint';
  const passage: Passage = {
    component: endpoint.id,
    type,
    detail: () => `to ${endpoint.serviceName ?? 'the service'}`,
  };
  const { from } = packet.destinationPorts;
  if (flow.wanted && !flow.wanted.has(endpoint.id)) {
    const reason = `${formatAddress(packet.destination)} is an address of ${endpoint.serviceName}`;
    return deadEnd(state, { component: endpoint.id, type, reason, change: 'use another address' });
  }
  const obstacles: Obstacle[] = [];
  if (packet.protocol !== 'tcp' || (from !== 443 && from !== 80)) {
    const reason = `${endpoint.serviceName ?? 'the service'} answers on tcp 443 and 80 only`;
    obstacles.push({ component: endpoint.id, type, reason, change: 'ask on tcp 443' });
  }
  if (endpoint.state !== 'available') {
    const reason = `the endpoint is ${endpoint.state}`;
    obstacles.push({ component: endpoint.id, type, reason, change: 'make it available' });
  }
  const at: Position = { kind: 'vpc', vpcId: endpoint.vpcId, gatewayId: endpoint.id };
  return step(state, at, [passage], obstacles, reversed(packet), { ...flow, reply: true });
}
