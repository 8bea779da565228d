import type { ConnectionContext } from './connections/context';
import { newServerId } from './connections/socket-server';
import type { Log } from './log';
import type { Counters } from './metrics';
import { ObservedStore } from './observed-store';
import type { ChatServerOptions, ChatServerTimings } from './options';
import { limits } from './protocol/limits';
import { type Clock, systemClock } from './rooms/clock';
import { createHub } from './rooms/create-hub';
import type { Hub } from './rooms/hub';
import { hubTimings } from './rooms/hub-options';
import { severable } from './severable';
import { Turns } from './turns';

/** Fewer than the connections that the SDK has to DynamoDB (50), so that writes always find one. */
const PAGE_READS_MOST = 16;

/** The hub of a server, on stores that are counted and that a kill takes away. */
export function makeHub(options: ChatServerOptions, counters: Counters, isKilled: () => boolean): Hub {
  const { timings = {} } = options;
  const { heartbeat, presence } = presenceTimings(timings);
  const rooms = severable(options.rooms, isKilled);
  return (options.createHub ?? createHub)({
    messages: severable(new ObservedStore(options.messages, counters), isKilled),
    rooms,
    degraded: rooms,
    presence: severable(options.presence, isKilled),
    bus: severable(options.bus, isKilled),
    clock: mortalClock(isKilled),
    timings: {
      ...(timings.coalesce !== undefined && { coalesce: timings.coalesce }),
      ...(timings.tailCheck !== undefined && { tailCheck: timings.tailCheck }),
      // Who is there must be told so before the time is over that was told before.
      presenceLasts: presence,
      heartbeat,
      presenceRenewal: Math.min(hubTimings.presenceRenewal, (presence - heartbeat) / 3),
      ...timings.hub,
    },
  });
}

/** The clock of this computer, whose tasks end with the server. The server itself keeps the process alive. */
function mortalClock(isKilled: () => boolean): Clock {
  const whileAlive = (task: () => void) => (): void => {
    if (!isKilled()) task();
  };
  return {
    ...systemClock,
    after(milliseconds, task) {
      const timer = setTimeout(whileAlive(task), milliseconds).unref();
      return () => clearTimeout(timer);
    },
    soon: (task) => void setImmediate(whileAlive(task)),
  };
}

/** What the connections of a server share. */
export function connectionContext(
  options: ChatServerOptions,
  hub: Hub,
  counters: Counters,
  log: Log,
): ConnectionContext {
  const { timings = {}, sendsPerSecond = limits.sendsPerSecond, sendBurst = limits.sendBurst } = options;
  const { heartbeat, presence } = presenceTimings(timings);
  const started = performance.now();
  return {
    hub,
    attachments: options.attachments,
    counters,
    log,
    now: () => Math.round(performance.now() - started),
    serverId: newServerId(),
    heartbeatMilliseconds: heartbeat,
    presenceMilliseconds: presence,
    slowMilliseconds: timings.slow ?? 30_000,
    unsentBytesMost: options.unsentBytesMost ?? 256 * 1024,
    sends: { burst: sendBurst, interval: 1_000 / sendsPerSecond },
    pageReads: new Turns(PAGE_READS_MOST),
    requests: { burst: limits.requestBurst, interval: 1_000 / limits.requestsPerSecond },
  };
}

function presenceTimings({ heartbeat, presence }: ChatServerTimings) {
  return {
    heartbeat: heartbeat ?? limits.heartbeatSeconds * 1_000,
    presence: presence ?? limits.presenceSeconds * 1_000,
  };
}
