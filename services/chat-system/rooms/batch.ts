import type { Message } from '../protocol/messages';

/** Consecutive messages of one room with their JSON, which is made once and parsed only where it has to be. */
export class Batch {
  constructor(
    readonly first: number,
    readonly last: number,
    /** The messages' JSON, separated by commas. */
    readonly text: string,
    private parsed?: readonly Message[],
  ) {}

  /** @param messages at least one, with consecutive numbers */
  static of(messages: readonly Message[]): Batch {
    const first = messages[0]?.seq ?? 0;
    const text = messages.map((message) => JSON.stringify(message)).join();
    return new Batch(first, first + messages.length - 1, text, messages);
  }

  get messages(): readonly Message[] {
    this.parsed ??= JSON.parse(`[${this.text}]`) as readonly Message[];
    return this.parsed;
  }

  get count(): number {
    return this.last - this.first + 1;
  }

  /** What of it is above a number that is below its last. */
  above(after: number): Batch {
    return after < this.first ? this : Batch.of(this.messages.filter(({ seq }) => seq > after));
  }
}
