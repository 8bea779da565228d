import type { Attachments } from '../attachments/attachments';
import type { Log } from '../log';
import type { Counters } from '../metrics';
import type { Hub } from '../rooms/hub';
import type { Turns } from '../turns';
import type { Rate } from './rate';

/** What all connections of a server share. */
export interface ConnectionContext {
  readonly hub: Hub;
  /** @default - there are no attachments */
  readonly attachments?: Attachments;
  readonly counters: Counters;
  readonly log: Log;
  /** Whole milliseconds since the server started, which V8 keeps in the object that has them. */
  readonly now: () => number;
  /** Told apart from the other servers'. */
  readonly serverId: string;
  readonly heartbeatMilliseconds: number;
  readonly presenceMilliseconds: number;
  readonly slowMilliseconds: number;
  readonly unsentBytesMost: number;
  readonly sends: Rate;
  readonly requests: Rate;
  /** Pages of history that are read at the same time: each is up to 1 MB of the store. */
  readonly pageReads: Turns;
}
