import { randomInt } from 'node:crypto';
import { DAYS } from './expiry-and-visits';

/** A short link. */
export interface Link {
  /** What follows the slash, CODE_LENGTH letters and digits. */
  readonly code: string;
  /** Where it leads: http or https, in its canonical form. */
  readonly url: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** What somebody asks for. */
export interface LinkRequest {
  readonly url: string;
  readonly days: number;
}

/** A request that breaks a limit; the message is for the person who sent it. */
export class InvalidLinkError extends Error {
  override readonly name = 'InvalidLinkError';
}

/** The longest URL. Long enough for people, and short enough for a header of an answer. */
export const LONGEST_URL = 2_048;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 62 ** 7 are 3.5 million million codes: nobody finds a link by trying. */
export const CODE_LENGTH = 7;

const CODE = new RegExp(`^[A-Za-z0-9]{${CODE_LENGTH}}$`);

/** Whether a text can be a code. */
export const isCode = (text: string): boolean => CODE.test(text);

/** A code that cannot be guessed from another one. */
export function randomCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/**
 * Checks what somebody sent.
 *
 * @param input `{ url, days }`; days may be missing, or digits, as a form sends them
 * @throws InvalidLinkError
 */
export function parseLinkRequest(input: unknown): LinkRequest {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidLinkError('send an object with a url');
  }
  const { url, days } = input as Readonly<Record<string, unknown>>;
  return { url: parseTarget(url), days: parseDays(days) };
}

/**
 * The server sends browsers there and never goes there itself, so an address inside of the VPC endangers nobody. But a
 * browser would run `javascript:`, and a URL with a user name shows another host than it leads to.
 */
function parseTarget(url: unknown): string {
  if (typeof url !== 'string' || url === '') throw new InvalidLinkError('url: a text');
  if (url.length > LONGEST_URL) throw new InvalidLinkError(`url: at most ${LONGEST_URL} characters`);
  // URL drops tabs and line breaks silently, and a person would not see what was dropped.
  if (/[\p{Cc}\p{Cf}]/u.test(url)) throw new InvalidLinkError('url: no control characters');
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new InvalidLinkError('url: an http or https URL');
  const { href, username, password } = new URL(url);
  if (username !== '' || password !== '') throw new InvalidLinkError('url: without user name and password');
  if (href.length > LONGEST_URL) throw new InvalidLinkError(`url: at most ${LONGEST_URL} characters`);
  return href;
}

function parseDays(days: unknown): number {
  if (days === undefined || days === '') return DAYS.default;
  const number = typeof days === 'string' && /^\d{1,3}$/.test(days) ? Number(days) : days;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < DAYS.least || number > DAYS.most) {
    throw new InvalidLinkError(`days: a whole number, ${DAYS.least} to ${DAYS.most}`);
  }
  return number;
}
