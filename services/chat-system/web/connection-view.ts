/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import { byId } from './elements';
import { connectionWords } from './words';

/** The connection in words, and a banner while there is none. */
export class ConnectionView {
  private readonly words = byId('connection-words', HTMLElement);
  private readonly line = byId('connection', HTMLElement);
  private readonly banner = byId('offline', HTMLElement);
  private readonly bannerWords = byId('offline-words', HTMLElement);

  constructor(private readonly client: ChatClient) {
    byId('try-now', HTMLButtonElement).addEventListener('click', () => client.wake());
  }

  render(): void {
    const { connection, counts } = this.client;
    const words = connectionWords(connection);
    // A live region is read out when it is set, whatever it was before.
    if (this.words.textContent !== words) this.words.textContent = words;
    const [dot] = this.line.children;
    if (dot instanceof HTMLElement) dot.dataset.there = String(connection.is === 'connected');
    // The first connection is a matter of course; only one that was lost is worth a banner.
    this.banner.hidden = connection.is === 'connected' || (counts.connections === 0 && counts.attempts < 2);
    this.bannerWords.textContent = 'No connection. What you write is kept, and sent when it is back.';
  }
}
