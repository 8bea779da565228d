/** The quiz cannot do what it was asked for; the message is one line and says what to do. */
export class QuizError extends Error {
  override readonly name = 'InputError';
}
