import { type Answer, answer } from '../reachability/answer';
import { destinations, sources } from '../reachability/endpoints';
import type { Network } from '../reachability/network';
import type { ConnectivityOption, IntendedFlow } from './option';

/** An intended flow, and whether the network lets it through. */
export interface FlowResult {
  readonly flow: IntendedFlow;
  readonly answer: Answer;
}

/**
 * Asks the network for each intended flow of an option.
 *
 * @throws InputError when it has no such endpoint
 */
export function askFlows(network: Network, { flows }: Pick<ConnectivityOption, 'flows'>): readonly FlowResult[] {
  return flows.map((flow) => ({
    flow,
    answer: answer(network, sources(network, flow.from), destinations(network, flow.to), {
      protocol: 'tcp',
      port: flow.port,
    }),
  }));
}

/** Such as `EksService -> EcsService, tcp 8080`. */
export const formatFlow = ({ from, to, port }: IntendedFlow): string => `${from} -> ${to}, tcp ${port}`;
