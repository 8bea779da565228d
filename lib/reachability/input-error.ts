/** What a person gave cannot be used: an unreadable folder, an unknown name. The message is one line and says which. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
