/// <reference lib="dom" />
import type { Message } from '../protocol/messages';

/** Up to where each room was read, in this browser. */
export class ReadMarks {
  private readonly key: string;
  private readonly marks: Record<string, number>;

  constructor(user: string) {
    this.key = `read ${user}`;
    this.marks = JSON.parse(localStorage.getItem(this.key) ?? '{}') as Record<string, number>;
  }

  /** Messages of others that were not read, as far as they are here. */
  unread(room: string, history: readonly Message[], user: string): number {
    const read = this.marks[room] ?? 0;
    return history.filter(({ seq, from }) => seq > read && from !== user).length;
  }

  /** @param seq number of the last message that was seen */
  read(room: string, seq: number): void {
    if ((this.marks[room] ?? 0) >= seq) return;
    this.marks[room] = seq;
    localStorage.setItem(this.key, JSON.stringify(this.marks));
  }
}
