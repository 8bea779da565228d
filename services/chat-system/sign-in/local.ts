import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isUser } from '../protocol/names';
import { type Identity, InvalidTokenError, type Verifier } from './verifier';

/** Names are taken as they come: whoever asks gets a token. For a laptop. */
export interface LocalSignIn extends Verifier {
  /**
   * @param seconds for which the token is valid. @default 12 hours
   * @throws RangeError where it is no user name
   */
  issueToken(user: string, seconds?: number): string;
}

export interface LocalSignInOptions {
  /** Servers that shall take each other's tokens share it. @default - random */
  readonly key?: Buffer;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

const TWELVE_HOURS = 12 * 60 * 60;

/** Tokens are `<base64url of JSON>.<base64url of its HMAC-SHA256>`. */
export function localSignIn({ key = randomBytes(32), now = Date.now }: LocalSignInOptions = {}): LocalSignIn {
  const signature = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    issueToken(user, seconds = TWELVE_HOURS) {
      if (!isUser(user)) throw new RangeError('user: 1 to 64 letters, digits, -, _ and .');
      const payload = Buffer.from(JSON.stringify({ user, expiresAt: now() + seconds * 1000 })).toString('base64url');
      return `${payload}.${signature(payload).toString('base64url')}`;
    },
    async verify(token) {
      const [payload = '', given = ''] = token.split('.');
      const is = Buffer.from(given, 'base64url');
      const should = signature(payload);
      if (is.length !== should.length || !timingSafeEqual(is, should)) throw new InvalidTokenError('not of this key');
      const identity = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Identity;
      if (identity.expiresAt <= now()) throw new InvalidTokenError('expired');
      return identity;
    },
  };
}
