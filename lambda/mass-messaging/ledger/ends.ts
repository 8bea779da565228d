import type { Outcome } from '../outcome';

/** How the recipients of a record ended, by their places; undefined for who has not ended. */
export type Ends = readonly (Outcome | undefined)[];

/** What lies in the ledger is not what was written there. */
export class CorruptLedgerError extends Error {
  override readonly name = 'CorruptLedgerError';
}

/**
 * The code of an outcome is its place here; 0 is nobody's end. The order is also that of truth: of two ends of one
 * recipient the earlier in this list holds, because it tells more certainly what the provider did. Codes are in the table:
 * append, never reorder.
 */
const codes = [undefined, 'delivered', 'refused', 'opted-out', 'stopped', 'dead-lettered'] as const satisfies readonly (
  | Outcome
  | undefined
)[];

/** Four bits a recipient: a hundred need 50 bytes. */
export function encodeEnds(ends: Ends): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(ends.length / 2));
  ends.forEach((end, place) => {
    const code = codes.findIndex((known) => known === end);
    if (code < 0) throw new CorruptLedgerError(`${end} has no code`);
    bytes[place >> 1] = (bytes[place >> 1] ?? 0) | (code << (4 * (place & 1)));
  });
  return bytes;
}

/**
 * @param count recipients of the record
 * @throws CorruptLedgerError
 */
export function decodeEnds(bytes: Uint8Array, count: number): Ends {
  if (bytes.length !== Math.ceil(count / 2)) {
    throw new CorruptLedgerError(`${bytes.length} bytes for ${count} recipients`);
  }
  return Array.from({ length: count }, (_, place) => {
    const code = ((bytes[place >> 1] ?? 0) >> (4 * (place & 1))) & 15;
    if (code >= codes.length) throw new CorruptLedgerError(`no outcome has the code ${code}`);
    return codes[code];
  });
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
