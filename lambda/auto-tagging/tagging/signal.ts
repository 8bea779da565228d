/** Waits for whichever comes first: something has changed, or so much time is over. */
export class Signal {
  private wake: () => void = () => undefined;

  /** Ends the present wait. */
  notify(): void {
    this.wake();
  }

  /** @param milliseconds the longest wait; a part of a millisecond counts as a whole, so that time is over after it */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), Math.ceil(milliseconds));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Waits so many milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Signal().wait(milliseconds);
}
