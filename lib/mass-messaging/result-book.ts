import { type Outcome, outcomes, type ResultLine } from '../../lambda/mass-messaging/outcome';

/** Better known comes first: of two lines of one recipient the one with the earlier outcome holds. */
const truth: readonly Outcome[] = ['delivered', 'refused', 'opted-out', 'stopped', 'invalid', 'dead-lettered'];

/** What the results say of each recipient, read as their reader does: one line a recipient, `delivered` first. */
export class ResultBook {
  /** Lines so far; more than recipients after a crash. */
  lines = 0;
  /** Lines that are not what they should be. */
  readonly malformed: string[] = [];
  private readonly ends = new Map<string, Outcome>();

  /** Reads what Firehose got: lines of JSON, each ended by a newline. */
  read(data: Buffer): void {
    const lines = data.toString().split('\n');
    if (lines.pop() !== '') this.malformed.push('no newline at the end');
    for (const line of lines) this.take(line);
  }

  /** By the recipient's id; a line of the audience without a readable id is `line <position>`. */
  get endOf(): ReadonlyMap<string, Outcome> {
    return this.ends;
  }

  /** How many recipients ended how; every outcome is there. */
  get counts(): Readonly<Record<Outcome, number>> {
    const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
    for (const outcome of this.ends.values()) counts[outcome]++;
    return counts;
  }

  private take(line: string): void {
    this.lines++;
    const { recipient, outcome, position } = JSON.parse(line) as ResultLine;
    if (!truth.includes(outcome) || typeof recipient !== 'string') this.malformed.push(line);
    const name = recipient === '' ? `line ${position}` : recipient;
    const known = this.ends.get(name);
    if (known === undefined || truth.indexOf(outcome) < truth.indexOf(known)) this.ends.set(name, outcome);
  }
}
