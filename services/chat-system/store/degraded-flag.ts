/**
 * Says that some server stores messages which it cannot publish. While it stands, every server looks for new messages
 * in the store itself.
 */
export interface DegradedFlag {
  /** @param until milliseconds since 1970 */
  raise(until: number): Promise<void>;

  /** Until when the flag stands, milliseconds since 1970; 0 when it was never raised. */
  until(): Promise<number>;
}
