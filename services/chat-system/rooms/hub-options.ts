import type { Bus } from '../bus/bus';
import { limits } from '../protocol/limits';
import type { DegradedFlag } from '../store/degraded-flag';
import type { MessageStore, PresenceStore, RoomStore } from '../store/stores';
import type { Clock } from './clock';

/** What a hub is made of. */
export interface HubOptions {
  readonly messages: MessageStore;
  readonly rooms: RoomStore;
  readonly presence: PresenceStore;
  readonly bus: Bus;
  readonly degraded: DegradedFlag;
  readonly timings?: Partial<HubTimings>;
  readonly bounds?: Partial<HubBounds>;
  /** @default - the clock of this computer */
  readonly clock?: Clock;
  /** How busy this process is, 0 to 1; above 0.8 deliveries are gathered. @default - of the event loop */
  readonly load?: () => number;
}

/** Times of a hub, in milliseconds. */
export interface HubTimings {
  /** Longest time for which the messages of a busy room are gathered before they are delivered; 0 for never. */
  readonly coalesce: number;
  /** One call of a store. */
  readonly storeCall: number;
  /** A send, after which it is `unavailable`. */
  readonly send: number;
  /** For which a message that came before its predecessor waits for it, before the store is read. */
  readonly gap: number;
  /** For which a room that nobody has open any more is kept. */
  readonly linger: number;
  /** Between two looks at the flag that says that messages are stored and not published. */
  readonly flagCheck: number;
  /** For which that flag stands. */
  readonly flag: number;
  /** Between two looks at the last number of the open rooms while the flag stands. */
  readonly degradedCheck: number;
  /** The same while it does not stand; 0 for never. */
  readonly tailCheck: number;
  /** For which a user is there who opens a room. */
  readonly presenceLasts: number;
  /** Between two heartbeats of a client. */
  readonly heartbeat: number;
  /** For which it is gathered who came and went. */
  readonly presence: number;
  /** For which it is gathered who is still there. */
  readonly presenceRenewal: number;
}

/** @see HubTimings */
export const hubTimings: HubTimings = {
  coalesce: 50,
  storeCall: 2_500,
  send: 8_000,
  gap: 20,
  linger: 10_000,
  flagCheck: 5_000,
  flag: 30_000,
  degradedCheck: 2_000,
  tailCheck: 0,
  presenceLasts: limits.presenceSeconds * 1_000,
  heartbeat: limits.heartbeatSeconds * 1_000,
  presence: 250,
  presenceRenewal: 10_000,
};

/** Bounds of what a hub keeps in memory. */
export interface HubBounds {
  /** Sends of one room that wait to be stored. */
  readonly pendingPerRoom: number;
  /** Sends that wait to be stored. */
  readonly pendingPerServer: number;
  /** Newest messages of an open room. */
  readonly windowMessages: number;
  /** UTF-16 code units of their JSON. */
  readonly windowLength: number;
  /** Rooms that are read from the store at the same time. */
  readonly roomReads: number;
  /** Rooms that a connection has open. */
  readonly openRooms: number;
}

/** @see HubBounds */
export const hubBounds: HubBounds = {
  pendingPerRoom: 1_000,
  pendingPerServer: 20_000,
  windowMessages: 300,
  windowLength: 128 * 1024,
  roomReads: 32,
  openRooms: limits.openRooms,
};
