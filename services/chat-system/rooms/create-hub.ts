import { randomUUID } from 'node:crypto';
import { Turns } from '../turns';
import { ChatHub } from './chat-hub';
import { systemClock } from './clock';
import type { HubContext } from './context';
import type { Hub } from './hub';
import { type HubOptions, hubBounds, hubTimings } from './hub-options';
import { Pace } from './pace';
import { Publisher } from './publisher';
import { Watch } from './watch';

/** Makes what one server knows of rooms, members and messages. */
export function createHub(options: HubOptions): Hub {
  const clock = options.clock ?? systemClock;
  const timings = { ...hubTimings, ...options.timings };
  const bounds = { ...hubBounds, ...options.bounds };
  const publisher = new Publisher(options.bus, () => watch.trouble());
  const context: HubContext = {
    messages: options.messages,
    rooms: options.rooms,
    presence: options.presence,
    bus: options.bus,
    clock,
    timings,
    bounds,
    pace: new Pace(clock, timings.coalesce, options.load),
    publisher,
    server: randomUUID(),
    historyReads: new Turns(bounds.roomReads),
    load: { pending: 0 },
  };
  const hub = new ChatHub(context, (open, onBack) => new Watch(context, options.degraded, open, onBack));
  const { watch } = hub;
  return hub;
}
