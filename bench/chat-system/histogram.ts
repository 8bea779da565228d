/** Values below this have a bucket each; above it a bucket is at most 1/64 of its value wide. */
const EXACT_BITS = 7;
const HALF = 1 << (EXACT_BITS - 1);
const MOST = 2 ** 31 - 1;
const BUCKETS = (31 - EXACT_BITS + 2) * HALF;

/** Counts of whole numbers, as much memory for ten of them as for a thousand million: what a percentile is read from. */
export class Histogram {
  private readonly counts: Float64Array;

  /** @param counts of another one, as it came from another process. @default - empty */
  constructor(counts: readonly number[] = []) {
    this.counts = new Float64Array(BUCKETS);
    this.counts.set(counts);
  }

  /** @param value 0 to 2^31-1; what is outside counts as the nearest */
  record(value: number, times = 1): void {
    const index = indexOf(value);
    this.counts[index] = (this.counts[index] ?? 0) + times;
  }

  get count(): number {
    return this.counts.reduce((sum, times) => sum + times, 0);
  }

  /**
   * The smallest value that `share` of all values do not exceed, at most 1/64 too large.
   *
   * @param share 0 to 1
   * @returns NaN when there is no value
   */
  percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (const [index, times] of this.counts.entries()) {
      seen += times;
      if (seen >= wanted) return largestOf(index);
    }
    return Number.NaN;
  }

  add(other: Histogram): void {
    for (const [index, times] of other.counts.entries()) this.counts[index] = (this.counts[index] ?? 0) + times;
  }

  /** For another process. */
  toJSON(): readonly number[] {
    return [...this.counts];
  }
}

function indexOf(value: number): number {
  const whole = Math.min(Math.max(Math.trunc(value), 0), MOST);
  const shift = Math.max(0, 32 - Math.clz32(whole) - EXACT_BITS);
  return shift * HALF + (whole >> shift);
}

function largestOf(index: number): number {
  const shift = Math.max(0, Math.floor(index / HALF) - 1);
  return (index - shift * HALF + 1) * 2 ** shift - 1;
}
