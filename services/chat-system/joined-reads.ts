/** One who waits for the value of a key. */
interface Asker<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins small reads of different keys: what is asked for in one turn of the event loop is one read, and so is what is
 * asked for while as many reads are under way as may be. Every read begins after the questions that it answers.
 */
export class JoinedReads<Value> {
  private waiting = new Map<string, Asker<Value>[]>();
  private underway = 0;
  private planned = false;

  /**
   * @param read of as many keys as `keysMost` says; rejects, or leaves a key out, where there is no answer
   * @param readsMost that are under way at the same time
   */
  constructor(
    private readonly read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
    private readonly keysMost: number,
    private readonly readsMost: number,
  ) {}

  /** @throws Error where the read failed or has no answer */
  ask(key: string): Promise<Value> {
    return new Promise((resolve, reject) => {
      const askers = this.waiting.get(key) ?? [];
      this.waiting.set(key, askers);
      askers.push({ resolve, reject });
      this.plan();
    });
  }

  private plan(): void {
    if (this.planned || this.waiting.size === 0 || this.underway >= this.readsMost) return;
    this.planned = true;
    setImmediate(() => {
      this.planned = false;
      void this.readNext();
      this.plan();
    });
  }

  private async readNext(): Promise<void> {
    const going = new Map([...this.waiting].slice(0, this.keysMost));
    for (const key of going.keys()) this.waiting.delete(key);
    this.underway++;
    try {
      const found = await this.read([...going.keys()]);
      for (const [key, askers] of going) this.answer(key, askers, found);
    } catch (error) {
      for (const { reject } of [...going.values()].flat()) reject(error);
    } finally {
      this.underway--;
      this.plan();
    }
  }

  private answer(key: string, askers: readonly Asker<Value>[], found: ReadonlyMap<string, Value>): void {
    const value = found.get(key);
    for (const { resolve, reject } of askers) {
      if (value === undefined) reject(new Error(`no answer for ${key}`));
      else resolve(value);
    }
  }
}
