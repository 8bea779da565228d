import type { Timers } from './socket';

/** The clock and the timers of a browser or of Node.js. */
export const platformTimers: Timers = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as number),
};
