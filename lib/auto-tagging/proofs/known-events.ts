import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Events written for this project, of many services, with what is expected of each. */
export const OWN_EVENTS = join(__dirname, '../../../test/fixtures/cloudtrail-events.jsonl');

/** A CloudTrail record, and the ARNs that a reference expects of it. */
export interface KnownEvent {
  readonly record: Readonly<Record<string, unknown>>;
  /** Absent where nobody has derived them. */
  readonly arns?: readonly string[];
  /** Where it came from, for a reader. */
  readonly origin: 'own' | 'real';
}

/**
 * The project's own events, and real ones where a file of them is given.
 *
 * @param real JSON lines with `event` (a CloudTrail record) and, if somebody has derived them, `derived_arns`
 */
export function knownEvents(real?: string): readonly KnownEvent[] {
  const own = readLines(OWN_EVENTS).map(
    ({ event, expected }): KnownEvent => ({
      record: object(event),
      arns: strings(object(expected).arns),
      origin: 'own',
    }),
  );
  const others = real === undefined ? [] : readLines(real);
  return [
    ...own,
    ...others.map(
      (line): KnownEvent => ({
        record: object(line.event ?? line),
        ...(line.derived_arns === undefined ? {} : { arns: strings(line.derived_arns) }),
        origin: 'real',
      }),
    ),
  ];
}

/** What a verdict says where there were no real events. */
export const NO_REAL_EVENTS = 'real CloudTrail events: skipped, no file was given (--events)';

function readLines(file: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
