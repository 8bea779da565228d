import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isReachable } from './decide';
import { readDescribe } from './describe/read-describe';
import { destinations, sources } from './endpoints';
import { InputError } from './input-error';
import type { NetworkModel } from './model';
import { Network } from './network';
import type { Question } from './verdict';

/** A probe of an instance in a real account, as a line of cases.jsonl. */
export interface Observation {
  readonly id: string;
  /** `dir` ends with the folder that holds the deployment's describe answers. */
  readonly topology: { readonly dir: string };
  readonly from: { readonly ip: string; readonly kind?: string };
  readonly to: { readonly ip: string };
  readonly protocol: Question['protocol'];
  readonly port: number | null;
  readonly expected: 'reachable' | 'unreachable';
  /** Whether the input holds enough to judge it. */
  readonly usable: boolean;
}

/** How the verifier compares with reality. */
export interface Comparison {
  readonly deployments: number;
  readonly probes: number;
  /** Ids of the probes whose verdict is not what AWS did. */
  readonly differing: readonly string[];
}

/**
 * Decides every usable probe of a folder: `cases.jsonl`, and a folder of describe answers for each deployment.
 *
 * @param change breaks each model on purpose, to see that it is noticed @default - nothing
 * @throws InputError
 */
export function differences(folder: string, change = (model: NetworkModel): NetworkModel => model): Comparison {
  const observations = readObservations(folder);
  const networks = new Map<string, Network>();
  const differing = observations.filter((observation) => {
    const deployment = basename(observation.topology.dir);
    const network = networks.get(deployment) ?? new Network(change(readDescribe(join(folder, deployment))));
    networks.set(deployment, network);
    return isReachable(network, questionOf(network, observation)) !== (observation.expected === 'reachable');
  });
  return { deployments: networks.size, probes: observations.length, differing: differing.map(({ id }) => id) };
}

/** @throws InputError */
export function readObservations(folder: string): readonly Observation[] {
  const file = join(folder, 'cases.jsonl');
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Observation).filter(({ usable }) => usable);
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws InputError where the network has no such address */
export function questionOf(network: Network, { from, to, protocol, port }: Observation): Question {
  const [source = 'internet' as const] = from.kind === 'internet' ? [] : sources(network, from.ip);
  const [destination = 'internet' as const] = destinations(network, to.ip);
  return { from: source, to: destination, protocol, ...(port !== null && { port }) };
}
