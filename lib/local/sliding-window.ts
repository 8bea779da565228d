/** Counts what happened in the last so many milliseconds: exactly, over any window of that length. */
export class SlidingWindow {
  private times: number[] = [];
  private head = 0;

  constructor(private readonly milliseconds: number) {}

  /** @param time milliseconds since 1970, never less than before */
  count(time: number): number {
    while (this.head < this.times.length && (this.times[this.head] ?? 0) <= time - this.milliseconds) this.head++;
    if (this.head > 1_000 && this.head * 2 > this.times.length) {
      this.times = this.times.slice(this.head);
      this.head = 0;
    }
    return this.times.length - this.head;
  }

  /** @returns how many there are in the window that ends now, this one included */
  add(time: number): number {
    this.times.push(time);
    return this.count(time);
  }
}
