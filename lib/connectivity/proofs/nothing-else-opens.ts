import type { Proof } from '../../proof/claim';
import { difference } from '../../reachability/difference';
import { emptyModel } from '../../reachability/empty-model';
import { destinations, sources } from '../../reachability/endpoints';
import { type Flow, namer } from '../../reachability/flow';
import { Network } from '../../reachability/network';
import { formatPorts, INTERNET } from '../../reachability/questions';
import type { Connectivity, ConnectivityOption } from '../option';
import { optionNetworks } from '../option-network';

/** What an option adds to the base is what it exists for, on every protocol and port, and nothing comes from outside. */
export function nothingElseOpens(connectivity: Connectivity): Proof {
  return async ({ assembly, progress }) => {
    const networks = optionNetworks(assembly, connectivity);
    const figures: Record<string, number> = {};
    const problems = [...fromInternet(networks.base)];
    for (const option of connectivity.options) {
      progress(`what ${option.title} opens`);
      const after = networks.with(option);
      const { opened, closed } = difference(networks.base, after);
      const intended = intendedPairs(after, option);
      const name = namer(after.model);
      const found = opened.flatMap((flow) => pairsOf(flow).map((pair) => ({ pair, flow })));
      const told = (flow: Flow) =>
        `${flow.sources.map(name).join(', ')} -> ${name(flow.destination)}, ${formatPorts(flow)}`;
      problems.push(
        ...found
          .filter(({ pair }) => !intended.has(pair))
          .map(({ flow }) => `${option.id} opens besides: ${told(flow)}`),
        ...[...intended]
          .filter((pair) => !found.some((one) => one.pair === pair))
          .map((pair) => `${option.id} does not open: ${pair}`),
        ...closed.map((flow) => `${option.id} closes: ${told(flow)}`),
      );
      figures[`pairs that ${option.title} opens`] = found.length;
    }
    return { holds: problems.length === 0, figures, notes: [...new Set(problems)] };
  };
}

/** The base is compared with nothing at all: what its comparison with an option does not show. */
function fromInternet(base: Network): readonly string[] {
  const { opened } = difference(new Network(emptyModel), base);
  return opened
    .filter(({ sources: from, destination }) => from.includes(INTERNET) && destination !== INTERNET)
    .map((flow) => `the base lets the internet reach ${flow.destination}, ${formatPorts(flow)}`);
}

const pairsOf = (flow: Flow): readonly string[] =>
  flow.sources.map((source) => `${source} -> ${flow.destination}, ${formatPorts(flow)}`);

function intendedPairs(network: Network, { flows }: ConnectivityOption): ReadonlySet<string> {
  return new Set(
    flows.flatMap(({ from, to, port }) =>
      sources(network, from).flatMap((source) =>
        destinations(network, to).map((destination) => {
          const start = source === 'internet' ? INTERNET : source.networkInterfaceId;
          const end =
            destination === 'internet' ? INTERNET : 'ip' in destination ? destination.ip : destination.componentId;
          return `${start} -> ${end}, tcp ${port}`;
        }),
      ),
    ),
  );
}
