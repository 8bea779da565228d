/** Somebody whom a campaign writes to. */
export interface Recipient {
  /** 1 to 64 characters. The same person has the same id in every campaign; opt-outs go by it. */
  readonly id: string;
  /** What the provider takes as `to`, 1 to 256 characters. */
  readonly address: string;
  /** Name of the IANA time zone database, such as Asia/Seoul. */
  readonly timeZone: string;
}

/** What is wrong with an item of the audience. */
export interface InvalidRecipient {
  /** Empty where the id itself cannot be read. */
  readonly id: string;
  readonly reason: string;
}

export type ParsedRecipient =
  | { readonly kind: 'recipient'; readonly recipient: Recipient }
  | ({ readonly kind: 'invalid' } & InvalidRecipient);

const LONGEST_ID = 64;
const LONGEST_ADDRESS = 256;

/**
 * Control characters, halves of surrogate pairs, and what XML 1.0 does not know: SQS refuses a whole call for one of them.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const UNCARRIED = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/**
 * Reads an item of the audience: an object with the strings `id`, `address` and `timeZone`. Other properties are left out.
 *
 * @param value a row of CSV as Step Functions hands it over, by header, or what stood on a line of JSON Lines
 */
export function parseRecipient(value: unknown): ParsedRecipient {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('', 'not an object');
  const { address, timeZone, ...rest } = value as Readonly<Record<string, unknown>>;
  // Spreadsheets put a byte order mark before the first header.
  const id = rest.id ?? rest['\ufeffid'];
  if (!isText(id, LONGEST_ID)) return invalid('', `id: 1 to ${LONGEST_ID} printable characters`);
  if (!isText(address, LONGEST_ADDRESS)) return invalid(id, `address: 1 to ${LONGEST_ADDRESS} printable characters`);
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone))
    return invalid(id, 'timeZone: a name of the IANA database');
  return { kind: 'recipient', recipient: { id, address, timeZone } };
}

const invalid = (id: string, reason: string): ParsedRecipient => ({ kind: 'invalid', id, reason });

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest && !UNCARRIED.test(value);
}

/** There are some six hundred names; more than this many are somebody's play with upper and lower case. */
const MOST_REMEMBERED = 2_000;

const remembered = new Map<string, boolean>();

/** Whether this name is in the time zone database of the runtime. Offsets such as +09:00 are not: they know no DST. */
export function isTimeZone(name: string): boolean {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const is = /^[A-Za-z][\w+/-]{0,63}$/.test(name) && canFormat(name);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(name, is);
  return is;
}

function canFormat(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
