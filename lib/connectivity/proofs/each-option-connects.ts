import type { Proof } from '../../proof/claim';
import { askFlows, formatFlow } from '../flows';
import type { Connectivity } from '../option';
import { optionNetworks } from '../option-network';

/** Each option lets through what it exists for, and the base does not. */
export function eachOptionConnects(connectivity: Connectivity): Proof {
  return async ({ assembly }) => {
    const networks = optionNetworks(assembly, connectivity);
    const results = connectivity.options.flatMap((option) =>
      askFlows(networks.with(option), option).map((result) => ({ option, ...result })),
    );
    const problems = results.flatMap(({ option, flow, answer }) => {
      const name = `${option.id}: ${formatFlow(flow)}`;
      return [
        ...answer.blockedBy.map(({ component, reason }) => `${name}: ${component}: ${reason}`),
        ...answer.notModelled.map(({ component, reason }) => `${name}: not modelled: ${component}: ${reason}`),
        ...answer.warnings.map((warning) => `${name}: ${warning}`),
        ...(answer.verdict === 'blocked' && answer.blockedBy.length === 0 ? [`${name}: blocked`] : []),
      ];
    });
    return {
      holds: problems.length === 0 && results.length > 0,
      figures: {
        options: connectivity.options.length,
        flows: results.length,
        'of them reachable': results.filter(({ answer }) => answer.verdict === 'reachable').length,
        'pairs of interfaces asked': results.reduce((sum, { answer }) => sum + answer.pairs.length, 0),
      },
      notes: problems,
    };
  };
}
