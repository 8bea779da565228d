import type { BrowserContext } from 'playwright-core';

/** What a browser says where a server or the network is gone on purpose. */
const OUTAGE = /WebSocket connection|ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET)/;

/** Looks over a window's shoulder: errors that nobody expects, and whom it talks to. */
export class Watch {
  /** Of the console and of scripts. */
  readonly errors: string[] = [];
  /** Requests to anybody but this machine. */
  readonly foreign: string[] = [];
  requests = 0;
  /** Whether a server or the network is gone on purpose. */
  isOutage = false;

  constructor(context: BrowserContext) {
    context.on('console', (message) => {
      if (message.type() === 'error') this.error(message.text());
    });
    context.on('weberror', (failure) => this.error(String(failure.error())));
    context.on('request', (request) => this.request(request.url()));
    context.on('page', (page) => void page.on('websocket', (socket) => this.request(socket.url())));
  }

  private error(text: string): void {
    if (!(this.isOutage && OUTAGE.test(text))) this.errors.push(text);
  }

  private request(address: string): void {
    this.requests++;
    const { protocol, hostname } = new URL(address);
    const isHere = protocol === 'blob:' || protocol === 'data:' || hostname === '127.0.0.1' || hostname === 'localhost';
    if (!isHere) this.foreign.push(address);
  }
}
