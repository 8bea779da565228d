import type { Outcome } from '../outcome';

/** How the recipients of a record ended, by their places; undefined for who has not ended. */
export type Ends = readonly (Outcome | undefined)[];

/** The ledger has no code for an outcome. */
export class UncodedOutcomeError extends Error {
  override readonly name = 'UncodedOutcomeError';
}

/**
 * The code of an outcome is its place here; 0 is nobody's end. The order is also that of truth: of two ends of one
 * recipient the earlier in this list holds, because it tells more certainly what the provider did. Codes are in the table:
 * append, never reorder.
 */
const codes: Ends = [undefined, 'delivered', 'refused', 'opted-out', 'stopped', 'dead-lettered'];

/**
 * Four bits a recipient: a hundred need 50 bytes.
 *
 * @throws UncodedOutcomeError
 */
export function encodeEnds(ends: Ends): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(ends.length / 2));
  ends.forEach((end, place) => {
    const code = codes.indexOf(end);
    if (code < 0) throw new UncodedOutcomeError(`${end}`);
    bytes[place >> 1] = (bytes[place >> 1] ?? 0) | (code << (4 * (place & 1)));
  });
  return bytes;
}

/**
 * @param count recipients of the record
 * @returns undefined for bytes that {@link encodeEnds} did not make of so many
 */
export function decodeEnds(bytes: Uint8Array, count: number): Ends | undefined {
  if (bytes.length !== Math.ceil(count / 2)) return undefined;
  const read = Array.from(
    { length: bytes.length * 2 },
    (_, place) => ((bytes[place >> 1] ?? 0) >> (4 * (place & 1))) & 15,
  );
  if (read.some((code, place) => code >= (place < count ? codes.length : 1))) return undefined;
  return read.slice(0, count).map((code) => codes[code]);
}

/** What two invocations know of the same recipients, together. In which order they are merged does not matter. */
export function mergeEnds(one: Ends, other: Ends): Ends {
  return one.map((end, place) => {
    const second = other[place];
    if (end === undefined || second === undefined) return end ?? second;
    return codes.indexOf(end) <= codes.indexOf(second) ? end : second;
  });
}

/** A redriven record: who was given up has not ended. */
export function reopened(ends: Ends): Ends {
  return ends.map((end) => (end === 'dead-lettered' ? undefined : end));
}
