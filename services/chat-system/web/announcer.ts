/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import { byId, element } from './elements';

/** Messages that are older than this were missed, not said just now: nobody reads them all out. Milliseconds. */
const NEW_MS = 15_000;

/** Says new messages of others to whoever does not see the page. */
export class Announcer {
  private readonly region = byId('announcer', HTMLElement);
  private readonly last = new Map<string, number>();

  constructor(private readonly client: ChatClient) {}

  /** Something of the room has changed. */
  follow(room: string): void {
    const newest = this.client.history(room).at(-1);
    if (!newest || newest.seq <= (this.last.get(room) ?? 0)) return;
    this.last.set(room, newest.seq);
    const { from, text = 'a picture or a file', at } = newest;
    if (from === this.client.user || Date.now() - at > NEW_MS) return;
    this.region.append(element('span', '', `${from}: ${text} `));
    while (this.region.children.length > 5) this.region.firstElementChild?.remove();
  }
}
