/** The template has not what the lab needs; the message names it. */
export class RolloutSpecError extends Error {
  override readonly name = 'RolloutSpecError';
}
