/** Waits for whichever comes first: something has changed, or so much time is over. */
export class Signal {
  private wake: () => void = () => undefined;

  /** Ends the present wait. */
  notify(): void {
    this.wake();
  }

  /** @param milliseconds the longest wait */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), milliseconds);
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
