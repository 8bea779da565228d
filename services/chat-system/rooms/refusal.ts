import type { ErrorCode } from '../protocol/events';

/** A request is refused and has changed nothing, except that `unavailable` may have stored a message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** When it makes sense to ask again, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
