import { InputError } from '../input-error';
import type { NetworkInterface } from '../model';
import type { Network } from '../network';
import { type Candidate, doorsOf, placesOf, workloadsOf } from './candidates';
import { distanceOf } from './path';

/** What a name stands for: interfaces, or what answers by a name of its own in front of workloads. */
export interface Named {
  readonly interfaces: readonly NetworkInterface[];
  /** Ids of load balancers, endpoints and Lattice services. */
  readonly doors: readonly string[];
}

/**
 * Who is called so, nearest first: by id, ARN, name or DNS name; by the last parts of its path; by parts further up, as
 * few as possible. At the same distance workloads and doors go before the subnets, VPCs and security groups of workloads.
 *
 * @param role who only sends is not looked for among doors
 * @throws InputError where parts of a path are those of different things
 */
export function componentsOf({ model }: Network, text: string, role: 'source' | 'destination'): Named {
  const doors = role === 'destination' ? doorsOf(model) : [];
  const byRank = [[...workloadsOf(model), ...doors], placesOf(model)];
  const measured = byRank.map((candidates) =>
    candidates
      .map((candidate) => ({ candidate, distance: distanceOf(candidate.names, text) }))
      .filter(({ candidate, distance }) => distance <= (candidate.reach ?? Number.MAX_SAFE_INTEGER)),
  );
  const nearest = Math.min(...measured.flat().map(({ distance }) => distance));
  const found = measured
    .map((each) => each.filter(({ distance }) => distance === nearest))
    .find(({ length }) => length > 0);
  if (!found) return { interfaces: [], doors: [] };
  const candidates = found.map(({ candidate }) => candidate);
  // A whole name may be that of many, such as of all instances of an Auto Scaling group; a part is ambiguous then.
  if (nearest >= 0) refuseSeveral(text, candidates);
  return {
    interfaces: unique(candidates.flatMap(({ interfaces }) => interfaces)),
    doors: unique(candidates.flatMap((candidate) => candidate.doors)),
  };
}

function refuseSeveral(text: string, candidates: readonly Candidate[]): void {
  const names = new Map(candidates.map((candidate) => [candidate.key, nameOf(candidate)]));
  if (names.size < 2) return;
  const shown = [...names.values()].slice(0, 5).join(', ');
  throw new InputError(`${text} may be ${shown}${names.size > 5 ? ' and more' : ''}`);
}

/** The most that a person would type: of ids and names the last one that there is. */
function nameOf({ names, key }: Candidate): string {
  return names.findLast((name) => name !== undefined) ?? key;
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}
