import { formatAddress } from '../ipv4';
import type { Blocker, ComponentType, Hop, Verdict } from '../verdict';
import type { Packet } from './packet';
import type { Flow, Position, State } from './position';

/**
 * How much is asked: only whether it works; whether any of the connections that may be handed out works; what happens;
 * and what would happen after changes.
 */
export type Mode = 'quick' | 'some' | 'told' | 'relaxed';

/** A hop whose text is made when somebody reads it. */
export interface Passage {
  readonly component: string;
  readonly type: ComponentType;
  readonly detail: () => string;
}

/** What stands in the way; without a weight it is one change, and a heavy one is no way at all. */
export type Obstacle = Omit<Blocker, 'direction'> & { readonly weight?: number };

export type NotModelledEntry = Verdict['notModelled'][number];

/** What follows from a state. With obstacles it takes changes to go there. */
export interface Step {
  readonly to: State;
  readonly passages: readonly Passage[];
  readonly obstacles: readonly Obstacle[];
  /** Connections opened on the way, whose hops are told in full and whose obstacles know their direction. */
  readonly inner?: Inner;
  readonly notModelled?: readonly NotModelledEntry[];
}

/** What a service behind an interface made of a connection. */
export interface Inner {
  readonly forward: readonly Hop[];
  readonly return: readonly Hop[];
  readonly blockedBy: readonly Blocker[];
  /** The changes that it takes, those that are no way at all counted as `noWay`. */
  readonly cost: number;
  readonly notModelled: readonly NotModelledEntry[];
  readonly warnings: readonly string[];
}

/** The weight of an obstacle that no single change removes. */
export const noWay = 20;

/** The weight of connecting two networks that nothing connects: more than any mending of what is there. */
export const newConnection = 6;

/** The next step to a place. */
export function step(
  state: State,
  at: Position,
  passages: readonly Passage[] = [],
  obstacles: readonly Obstacle[] = [],
  packet: Packet = state.packet,
  flow: Flow = state.flow,
): Step {
  return { to: { at, packet, flow }, passages, obstacles };
}

/** The step of a packet that nothing can help. */
export function deadEnd(state: State, obstacle: Obstacle, passages: readonly Passage[] = []): Step {
  return step(state, { kind: 'end' }, passages, [{ weight: noWay, ...obstacle }]);
}

/** The hop of a passage, with the headers as they are after it. */
export function toHop({ component, type, detail }: Passage, packet: Packet): Hop {
  const { source, destination, protocol, destinationPorts } = packet;
  return {
    component,
    type,
    detail: detail(),
    packet: {
      source: formatAddress(source),
      destination: formatAddress(destination),
      ...(protocol !== 'icmp' && destinationPorts.from === destinationPorts.to && { port: destinationPorts.from }),
    },
  };
}
