/** What a load process is asked, one thing at a time; each is answered by one message. */
export type LoadRequest = Connect | Drive;

/** Opens connections, each with one room; they stay, and say every 25 seconds that they are there. */
export interface Connect {
  readonly type: 'connect';
  /** Servers; a room has connections on all of them. */
  readonly ports: readonly number[];
  /** Number of the first connection; its user is `u<number>`. */
  readonly first: number;
  readonly connections: number;
  /** Connection n is in room n modulo their number. */
  readonly rooms: readonly string[];
  /** Key of the tokens, as hexadecimal digits. */
  readonly key: string;
}

export interface Connected {
  readonly connected: number;
  readonly seconds: number;
}

/** Sends messages to random rooms at a fixed rate, whatever comes back, and measures what arrives. */
export interface Drive {
  readonly type: 'drive';
  readonly perSecond: number;
  /** Before what counts. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Distinguishes the ids of this run. */
  readonly run: number;
}

export interface Driven {
  /** Of the messages whose moment was in the measured time: those that were sent. */
  readonly sent: number;
  /** Those of them that were acknowledged. */
  readonly stored: number;
  /** Errors that servers told, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Messages that arrived at a connection within the measured time, each once. */
  readonly delivered: number;
  /** Messages whose moment was in the measured time, as often as they arrived until two seconds after it. */
  readonly arrived: number;
  /** Numbers of a room that a connection was not given in order. */
  readonly gaps: number;
  /** Connections that ended. */
  readonly lost: number;
  /** Of `Histogram`: microseconds from the moment at which a message was due to its arrival. */
  readonly latency: readonly number[];
  /** Microseconds from the same moment to `stored`. */
  readonly acknowledgement: readonly number[];
  /** Microseconds by which the timer of this process was late. */
  readonly lateness: readonly number[];
}

/** Where the next bytes of a message's text say when it was due. */
export const DUE = '@';

/** A message as people write them, with the moment at which it was due. */
export const textOf = (moment: number): string =>
  `${DUE}${moment} Shall we meet at the station at seven? I will bring the tickets.`;

/** The moment that is written in a text, NaN where there is none. */
export const momentOf = (text: string): number =>
  text.startsWith(DUE) ? Number.parseInt(text.slice(1), 10) : Number.NaN;

/** An id of 26 characters that a ULID may have. */
export function idOf(run: number, process: number, count: number): string {
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return `01${digits(run, 8)}${digits(process, 6)}${digits(count, 10)}`;
}
