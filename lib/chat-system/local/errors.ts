/** The chat cannot be started here as it was asked for; the message is one line and says what to do. */
export class LocalChatError extends Error {
  override readonly name = 'InputError';
}
