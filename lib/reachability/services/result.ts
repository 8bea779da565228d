import type { Component } from '../model';
import type { ComponentType, Hop } from '../verdict';
import type { Arrival, Onward, StandingBlocker } from './arrival';

/** A part of what happens next; what is left out is empty. */
export type Step = Partial<Onward>;

/** Several steps, one after the other, as one. */
export function steps(...parts: readonly Step[]): Onward {
  return {
    hops: parts.flatMap(({ hops }) => hops ?? []),
    blockers: parts.flatMap(({ blockers }) => blockers ?? []),
    legs: parts.flatMap(({ legs }) => legs ?? []),
    notModelled: parts.flatMap(({ notModelled }) => notModelled ?? []),
    warnings: parts.flatMap(({ warnings }) => warnings ?? []),
  };
}

/** The connection stops here. */
export function stopped(component: string, type: ComponentType, reason: string, change: string): Step {
  return { blockers: [{ component, type, reason, change } satisfies StandingBlocker] };
}

/** The verdict depends on something that cannot be judged. */
export function unjudged(component: string, type: ComponentType, reason: string): Step {
  return { notModelled: [{ component, type, reason }] };
}

/** What the connection passed, its headers as they arrived. */
export function passed(component: string, type: ComponentType, detail: string, arrival: Arrival): Step {
  const { client, port } = arrival;
  const packet = { source: client.ip, destination: destinationOf(arrival), ...(port === undefined ? {} : { port }) };
  return { hops: [{ component, type, detail, packet } satisfies Hop] };
}

function destinationOf({ at }: Arrival): string {
  if ('latticeAddress' in at) return at.latticeAddress;
  return 'networkInterfaceId' in at ? at.networkInterfaceId : at.wanted;
}

/** The component of that id, or `undefined`. */
export function byId<T extends Component>(list: readonly T[], id: string | undefined): T | undefined {
  const index = indexes.get(list) ?? new Map(list.map((component, position) => [component.id, position]));
  indexes.set(list, index);
  const position = index.get(id ?? '');
  return position === undefined ? undefined : list[position];
}

const indexes = new WeakMap<readonly Component[], ReadonlyMap<string, number>>();

/** A protocol and its port as people write it: `tcp 8080`. */
export function spoken({ protocol, port }: Arrival): string {
  return port === undefined ? protocol : `${protocol} ${port}`;
}
