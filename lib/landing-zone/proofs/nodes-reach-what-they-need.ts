import type { Proof, Verdict } from '../../proof/claim';
import { difference } from '../../reachability/difference';
import { emptyModel } from '../../reachability/empty-model';
import { Network } from '../../reachability/network';
import { formatPorts, INTERNET, type ProtocolPorts } from '../../reachability/questions';
import { NODE_FLOWS } from '../node-flows';
import { partyNamer } from '../parties';
import { type Variant, variants } from '../variants';

/** By a NAT gateway: HTTPS to anybody. Gateway endpoints are on the way. */
const BY_NAT = ['Network/Vpc/S3', 'Network/Vpc/DynamoDb', INTERNET];

/** By endpoints: what nodes and pods call, and nothing else. */
const BY_ENDPOINTS = [
  'Network/Vpc/S3',
  'Network/Vpc/DynamoDb',
  ...['Ec2', 'EcrApi', 'EcrDocker', 'EksAuth', 'SecretsManager'].map((id) => `Network/Vpc/${id}`),
];

/** What nodes open, and what is opened to them, is exactly what is stated, on every port of every protocol. */
export const prove: Proof = async ({ assembly, progress }) => judge(variants(assembly, progress));

/** The same of some configs. */
export function judge(all: readonly Variant[]): Verdict {
  const problems: string[] = [];
  const figures: Record<string, number> = {};
  for (const { name, network } of all) {
    const outside = network.model.natGateways.length > 0 ? BY_NAT : BY_ENDPOINTS;
    const stated = [
      ...NODE_FLOWS.map(({ from, to, protocol, port }) => `${from} -> ${to}, ${protocol} ${port}`),
      ...outside.map((to) => `nodes -> ${to}, tcp 443`),
    ];
    const found = openings(network);
    problems.push(
      ...stated.filter((one) => !found.has(one)).map((one) => `${name}: is needed and blocked: ${one}`),
      ...[...found].filter((one) => !stated.includes(one)).map((one) => `${name}: is open and not needed: ${one}`),
    );
    figures[`openings of nodes ${name}`] = found.size;
  }
  return { holds: problems.length === 0, figures, notes: problems };
}

/** All that is open from or to nodes. */
function openings(network: Network): ReadonlySet<string> {
  const nameOf = partyNamer(network);
  return new Set(
    difference(new Network(emptyModel), network).opened.flatMap((flow) =>
      flow.sources
        .filter((source) => source !== flow.destination)
        .map((source) => [nameOf(source), nameOf(flow.destination)] as const)
        .filter((ends) => ends.includes('nodes'))
        .flatMap(([from, to]) => singlePorts(flow).map((ports) => `${from} -> ${to}, ${formatPorts(ports)}`)),
    ),
  );
}

/** Neighbouring ports one by one, as they are stated. */
function singlePorts({ protocol, ports }: ProtocolPorts): readonly ProtocolPorts[] {
  if (!ports || ports.to - ports.from > NODE_FLOWS.length) return [{ protocol, ...(ports && { ports }) }];
  const { from, to } = ports;
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    protocol,
    ports: { from: from + index, to: from + index },
  }));
}
