import type { Socket, Timers } from '../../../../services/chat-system/client/socket';
import type { Event } from '../../../../services/chat-system/protocol/events';
import type { Request } from '../../../../services/chat-system/protocol/requests';

/** A WebSocket whose other side is in the test. What is sent takes some milliseconds, in order. */
export class FakeSocket implements Socket {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  isOpen = true;
  /** A cable that is cut: nobody is told. */
  isSilent = false;

  constructor(
    private readonly timers: Timers,
    private readonly onRequest: (request: Request) => void,
  ) {}

  send(text: string): void {
    const request = JSON.parse(text) as Request;
    this.later(() => this.onRequest(request));
  }

  close(): void {
    this.isOpen = false;
  }

  /** The server says something. */
  receive(events: readonly Event[]): void {
    this.receiveText(JSON.stringify(events));
  }

  receiveText(data: string): void {
    this.later(() => (this.onmessage as ((event: { data: string }) => void) | null)?.({ data }));
  }

  /** The server, or the network, ends it. */
  end(code: number): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    (this.onclose as ((event: { code: number }) => void) | null)?.({ code });
  }

  private later(action: () => void): void {
    this.timers.setTimeout(() => {
      if (this.isOpen && !this.isSilent) action();
    }, 3);
  }
}
