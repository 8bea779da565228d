import type { Turns } from '../turns';
import type { Clock } from './clock';
import type { HubBounds, HubOptions, HubTimings } from './hub-options';
import type { Pace } from './pace';
import type { Publisher } from './publisher';

/** What the rooms of one server share. */
export interface HubContext extends Pick<HubOptions, 'messages' | 'rooms' | 'presence' | 'bus'> {
  readonly clock: Clock;
  readonly timings: HubTimings;
  readonly bounds: HubBounds;
  readonly pace: Pace;
  readonly publisher: Publisher;
  /** Marks what this server published itself. */
  readonly server: string;
  /** Reads of history for single connections. */
  readonly historyReads: Turns;
  /** Sends that wait on this server. */
  readonly load: { pending: number };
}
