/** Of what may happen ten thousand times a second, one line in so many milliseconds. */
const QUIET_MILLISECONDS = 5_000;

/** Writes lines of JSON. Neither a token nor the text of a message is ever handed to it. */
export class Log {
  private readonly lastAt = new Map<string, number>();

  /** @param writeLine gets a line without its end */
  constructor(private readonly writeLine: (line: string) => void) {}

  write(entry: Readonly<Record<string, unknown>>): void {
    this.writeLine(JSON.stringify({ time: new Date().toISOString(), ...entry }));
  }

  /** Something failed that the server lives with. */
  failed(what: string, error: unknown): void {
    const now = performance.now();
    if (now - (this.lastAt.get(what) ?? Number.NEGATIVE_INFINITY) < QUIET_MILLISECONDS) return;
    this.lastAt.set(what, now);
    this.write({ message: 'failed', what, error: String(error) });
  }
}
