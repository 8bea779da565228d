import type { IpAddress, NetworkModel } from '../reachability/model';
import { type Attempt, attempts } from './attempts';
import type { Lab } from './lab';
import type { LabDropPoint } from './plan';
import type { Connection, Fate } from './runtime/agent';

/** A question to the packets: whether a host reaches a component, or whoever has an address. */
export interface Probe {
  /** Id of a host of the plan. */
  readonly from: string;
  /** @default - its primary address */
  readonly ip?: IpAddress;
  readonly to: { readonly componentId: string } | { readonly ip: IpAddress };
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Of tcp and udp. */
  readonly port?: number;
}

/** What became of the packets. */
export interface Outcome {
  readonly reachable: boolean;
  /** Each connection that was tried. */
  readonly connections: readonly ProbedConnection[];
  /** Why there was nothing to try. */
  readonly nothing?: string;
}

export interface ProbedConnection {
  /** Number of the way that it belongs to: the probe is answered where all connections of one way are. */
  readonly way: number;
  readonly address: IpAddress;
  /** Whether it has to work; of an address without anything in rotation it need not. */
  readonly counts: boolean;
  /** Who answered. */
  readonly answer?: string;
  /** Whether it was one of those who should. */
  readonly right: boolean;
  /** Such as `silence` or `refused`, of what was not answered. */
  readonly error?: string;
  /** Where its packets were lost. */
  readonly lost: readonly LabDropPoint[];
}

/**
 * Asks the packets, all questions at once.
 *
 * @returns the outcomes in the order of the probes
 * @throws LabError
 */
export async function probe(lab: Lab, model: NetworkModel, probes: readonly Probe[]): Promise<readonly Outcome[]> {
  const expand = attempts(lab, model);
  const expanded = probes.map(expand);
  const connections = expanded.flatMap(({ ways }) =>
    ways.flat().flatMap(({ connection }) => (connection ? [connection] : [])),
  );
  const fates = connections.length > 0 ? await connectAll(lab, connections) : [];
  const dropPoints = new Map(lab.plan.dropPoints.map((point) => [point.number, point]));
  let next = 0;
  return expanded.map(({ ways, nothing }) => {
    const judged = ways.map((attempted, way) =>
      attempted.map((attempt) => ({ way, ...judge(attempt, attempt.connection && fates[next++], dropPoints) })),
    );
    const works = judged.some(
      (way) => way.some(({ counts }) => counts) && way.every(({ counts, right }) => !counts || right),
    );
    return { reachable: works, connections: judged.flat(), ...(nothing !== undefined && { nothing }) };
  });
}

/** What is tried in one request at most. */
const AT_ONCE = 50_000;

async function connectAll({ agent }: Lab, connections: readonly Connection[]): Promise<readonly Fate[]> {
  const fates: Fate[] = [];
  for (let start = 0; start < connections.length; start += AT_ONCE) {
    const { results } = await agent.connect(connections.slice(start, start + AT_ONCE));
    for (const fate of results) fates.push(fate);
  }
  return fates;
}

function judge(
  { address, answerers, counts, lost: before }: Attempt,
  fate: Fate | undefined,
  dropPoints: ReadonlyMap<number, LabDropPoint>,
): Omit<ProbedConnection, 'way'> {
  if (fate?.answer !== undefined) {
    return { address, counts, answer: fate.answer, right: answerers?.includes(fate.answer) ?? true, lost: [] };
  }
  const lost = [...before, ...(fate?.lost ?? [])].flatMap((number) => dropPoints.get(number) ?? []);
  return { address, counts, right: false, error: fate?.error ?? 'nothing in rotation', lost };
}
