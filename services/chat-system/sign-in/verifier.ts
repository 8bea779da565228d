/** Who a token speaks for. */
export interface Identity {
  /** 1 to 64 characters of letters, digits, `-`, `_` and `.`. */
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The token is missing, expired, or not from whom it should be. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

export interface Verifier {
  /** @throws InvalidTokenError */
  verify(token: string): Promise<Identity>;
}
