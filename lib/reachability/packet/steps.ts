import type { Network } from '../network';
import { arrive } from './arrive';
import { askGatewayEndpoint } from './gateway-endpoint';
import { enterInterface, leaveInterface } from './interface';
import { crossInternet, enterVpc, leaveByInternetGateway } from './internet';
import { translate } from './nat';
import { filterByNetworkAcl } from './network-acl';
import { crossPeering } from './peering';
import type { State } from './position';
import { leaveSubnet } from './route';
import type { Mode, Obstacle, Step } from './step';
import { deadEnd, noWay, step } from './step';
import { crossTransitGateway } from './transit-gateway';
import { leaveTransitGateway } from './transit-gateway-egress';

/**
 * Everything that can follow from a state: first what the network does, and in mode `relaxed` then what it would do after
 * changes. A connection works where the first steps have no obstacles up to the end; the least obstacles over all steps
 * are what has to change. The idea: Bayless et al., Debugging Network Reachability with Blocked Paths, CAV 2021,
 * https://doi.org/10.1007/978-3-030-81688-9_39
 */
export function stepsFrom(network: Network, state: State, mode: Mode): readonly Step[] {
  const steps = allStepsFrom(network, state, mode);
  return network.hasRefusals ? steps.map((each) => withRefusals(network, each)) : steps;
}

function allStepsFrom(network: Network, state: State, mode: Mode): readonly Step[] {
  const { at } = state;
  switch (at.kind) {
    case 'leave-interface':
      return [
        leaveInterface(network, state, at.networkInterface),
        ...(mode === 'relaxed' ? refusedPeerings(network, state, at.networkInterface.vpcId) : []),
      ];
    case 'subnet':
      return leaveSubnet(network, state, at, mode === 'relaxed');
    case 'enter-subnet': {
      const { passages, obstacles } = filterByNetworkAcl(network, at.subnet, state.packet, 'ingress');
      return [step(state, at.next, passages, obstacles)];
    }
    case 'vpc':
      return [enterVpc(network, state, at)];
    case 'internet-gateway':
      return [leaveByInternetGateway(network, state, at)];
    case 'internet':
      return [crossInternet(network, state)];
    case 'nat-gateway':
      return [translate(network, state, at)];
    case 'vpc-peering-connection':
      return [crossPeering(network, state, at)];
    case 'transit-gateway':
      return crossTransitGateway(network, state, at, mode === 'relaxed');
    case 'transit-gateway-egress':
      return leaveTransitGateway(network, state, at, mode);
    case 'gateway-endpoint':
      return [askGatewayEndpoint(state, at)];
    case 'enter-interface':
      return [enterInterface(network, state, at.networkInterface)];
    case 'lattice':
    case 'arrived':
      return [arrive(network, state, at, mode)];
    case 'end':
      return [];
  }
}

// Where AWS refuses a peering because of overlapping CIDRs, the local route only shows why.
function refusedPeerings(network: Network, state: State, vpcId: string): readonly Step[] {
  if (!network.inVpc(vpcId, state.packet.destination)) return [];
  return (network.peeringsByVpc.get(vpcId) ?? []).flatMap(({ id, requesterVpcId, accepterVpcId }) => {
    const refusal = network.refusal(id);
    const other = requesterVpcId === vpcId ? accepterVpcId : requesterVpcId;
    if (!refusal || !network.inVpc(other, state.packet.destination)) return [];
    const change = 'connect the VPCs by something that does not route between them';
    const { reason } = refusal;
    return [deadEnd(state, { component: id, type: 'vpc-peering-connection', reason, change, weight: noWay - 1 })];
  });
}

// What AWS would not create cannot be passed.
function withRefusals(network: Network, next: Step): Step {
  const refused = next.passages.flatMap(({ component, type }): readonly Obstacle[] => {
    const refusal = network.refusal(component);
    return refusal ? [{ component, type, reason: refusal.reason, change: 'make it as AWS accepts it' }] : [];
  });
  return refused.length > 0 ? { ...next, obstacles: [...refused, ...next.obstacles] } : next;
}
