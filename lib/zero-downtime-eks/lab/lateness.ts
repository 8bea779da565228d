import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late timers of this process are, which tells how busy the machine is. */
export interface Lateness {
  /** Ends the measurement, and gives the longest delay in real seconds. */
  stop(): number;
}

/** In milliseconds; what a timer is late by is what it took longer than this. */
const RESOLUTION = 10;

export function measureLateness(): Lateness {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  return {
    stop() {
      histogram.disable();
      return Math.max(0, histogram.max / 1e9 - RESOLUTION / 1_000);
    },
  };
}
