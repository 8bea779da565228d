const EACH = 500;

/** The largest heap of this process until it is stopped, garbage that was not yet collected included. */
export class HeapPeak {
  private bytes = 0;
  private readonly timer = setInterval(() => this.look(), EACH);

  /** @returns bytes */
  stop(): number {
    clearInterval(this.timer);
    this.look();
    return this.bytes;
  }

  private look(): void {
    this.bytes = Math.max(this.bytes, process.memoryUsage().heapUsed);
  }
}
