/** Time and chance, so that a test can take the place of both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;

  /** Does the task after so many milliseconds. @returns takes it back */
  after(milliseconds: number, task: () => void): () => void;

  /** Does the task when everything that has arrived is taken. */
  soon(task: () => void): void;

  /** 0 to 1, without 1. */
  random(): number;
}

/** The clock of this computer. */
export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
  soon: (task) => void setImmediate(task),
  random: Math.random,
};

/** Resolves after so many milliseconds. */
export const pause = (clock: Clock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => void clock.after(milliseconds, resolve));

/** Something took longer than it may; whether it has happened is unknown. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * The same promise, given up after so many milliseconds.
 *
 * @throws TimeLimitError
 */
export function withTimeLimit<Result>(clock: Clock, milliseconds: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => reject(new TimeLimitError(`not done after ${milliseconds} ms`)));
    void work.then(resolve, reject).finally(cancel);
  });
}
