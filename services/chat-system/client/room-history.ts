import type { Message } from '../protocol/messages';

/** What is here of one room: messages with consecutive numbers, each message once. */
export class RoomHistory {
  /** Messages that came although they were here. */
  duplicates = 0;
  /** Whether `open` was sent and `opened` has not come. */
  asked = false;
  private shown: Message[] = [];
  private readonly ids = new Set<string>();
  /** The first and last number that are here. */
  private first: number | undefined;
  private lastHere: number | undefined;
  /** The last number that the server has told of. */
  private told: number | undefined;

  get messages(): readonly Message[] {
    return this.shown;
  }

  /** The last number that is here, to go on from; undefined until something is known. */
  get last(): number | undefined {
    return this.lastHere;
  }

  /** A number that any message sent from now on comes after; undefined until something is known. */
  get known(): number | undefined {
    return this.lastHere ?? this.told;
  }

  /** The first number that is here; undefined as long as nothing is. */
  get begin(): number | undefined {
    return this.first;
  }

  opened(last: number): void {
    this.asked = false;
    this.told = last;
    if (last === 0 && this.lastHere === undefined) {
      this.lastHere = 0;
      this.first = 1;
    }
  }

  /** Takes messages from the server. @returns whether some are missing before them; these were not taken then */
  take(messages: readonly Message[]): 'taken' | 'gap' {
    const [head] = messages;
    if (!head) return 'taken';
    if (messages.some(({ seq }, index) => seq !== head.seq + index)) return 'gap';
    if (this.lastHere === undefined) {
      // The last page of the room, whose end was told before. What begins later has left a page out.
      if (this.told === undefined || head.seq > this.told) return 'gap';
      this.first = head.seq;
      this.lastHere = head.seq - 1;
    }
    if (head.seq > this.lastHere + 1) return 'gap';
    for (const message of messages) {
      if (message.seq <= this.lastHere) this.duplicates++;
      else this.append(message);
    }
    return 'taken';
  }

  /** Puts a page before what is here, unless it does not end there. */
  prepend(page: readonly Message[]): void {
    if (this.first === undefined) return;
    if (page.length === 0) {
      this.first = 1;
      return;
    }
    const begin = this.first - page.length;
    if (page.some(({ seq }, index) => seq !== begin + index)) return;
    const fresh = page.filter(({ id }) => !this.ids.has(id));
    for (const { id } of fresh) this.ids.add(id);
    this.shown = [...fresh, ...this.shown];
    this.first = begin;
  }

  private append(message: Message): void {
    this.lastHere = message.seq;
    if (this.ids.has(message.id)) {
      this.duplicates++;
      return;
    }
    this.ids.add(message.id);
    this.shown.push(message);
  }
}
