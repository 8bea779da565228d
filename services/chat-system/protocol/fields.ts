import type { ErrorCode } from './events';
import { isRoom, isUlid, isUser } from './names';

/** What came is not a request of the protocol. */
export class MalformedRequestError extends Error {
  override readonly name = 'MalformedRequestError';

  constructor(
    /** Names property, limit, and what came, but never a whole text. */
    message: string,
    readonly code: ErrorCode = 'malformed',
  ) {
    super(message);
  }
}

const LONGEST_SHOWN = 40;

/** A JSON object, of which fields are read one by one, each within its limits. All methods throw MalformedRequestError. */
export class Fields {
  private constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  static of(value: unknown, name: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new Fields(value as Readonly<Record<string, unknown>>);
    }
    throw refused(name, 'an object', value);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name) && this.values[name] !== undefined;
  }

  text(name: string, limit: string, accepts: (text: string) => boolean): string {
    const value = this.value(name);
    if (typeof value !== 'string' || !accepts(value)) throw refused(name, limit, value);
    return value;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const found = values.find((value) => value === this.value(name));
    if (found === undefined) throw refused(name, `one of ${values.join(', ')}`, this.value(name));
    return found;
  }

  ulid(name: string): string {
    return this.text(name, 'a ULID in capitals', isUlid);
  }

  user(name: string): string {
    return this.text(name, USER_LIMIT, isUser);
  }

  room(name: string): string {
    return this.text(name, 'direct:<user>:<user> with the users in order, or group:<ULID>', isRoom);
  }

  /** A text that is shown, of at most so many UTF-16 code units. */
  shown(name: string, longest: number): string {
    return this.text(name, `1 to ${longest} characters, none of them a control character`, (text) => {
      return text.length >= 1 && text.length <= longest && !/[\p{Cc}\p{Surrogate}]/u.test(text);
    });
  }

  /** The text of a message, which may have several lines. */
  prose(name: string, longest: number): string {
    const value = this.value(name);
    if (typeof value === 'string' && value.length > longest) {
      throw refused(name, `1 to ${longest} characters`, value, 'too-large');
    }
    // Half a surrogate pair is not stored as it came: it has no UTF-8.
    return this.text(name, `1 to ${longest} characters of Unicode`, (text) => {
      return text.length > 0 && !/\p{Surrogate}/u.test(text);
    });
  }

  integer(name: string, least: number, most: number): number {
    const value = this.value(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || Object.is(value, -0)) {
      throw refused(name, `a whole number from ${least} to ${most}`, value);
    }
    if (value > most) throw refused(name, `a whole number from ${least} to ${most}`, value, 'too-large');
    return value;
  }

  users(name: string, least: number, most: number): readonly string[] {
    const limit = least === most ? `exactly ${least} users` : `${least} to ${most} users`;
    const value = this.value(name);
    if (!Array.isArray(value)) throw refused(name, limit, value);
    if (value.length > most && most > 1) throw refused(name, limit, value, 'too-many-members');
    if (value.length < least || value.length > most) throw refused(name, limit, value);
    return value.map((user: unknown, index) => {
      if (typeof user === 'string' && isUser(user)) return user;
      throw refused(`${name}[${index}]`, USER_LIMIT, user);
    });
  }

  object(name: string): Fields {
    return Fields.of(this.value(name), name);
  }

  private value(name: string): unknown {
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }
}

const USER_LIMIT = '1 to 64 letters, digits, -, _ and .';

/** The error, in words. */
export function refused(name: string, limit: string, got: unknown, code?: ErrorCode): MalformedRequestError {
  return new MalformedRequestError(`${name}: ${limit}, got: ${shown(got)}`, code);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `${value.length} elements`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string' && value.length > LONGEST_SHOWN) return `${value.length} characters`;
  return JSON.stringify(value);
}
