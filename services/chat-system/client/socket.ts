/** What the client needs of a WebSocket: that of a browser, of `ws` and of Node.js have it. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Opens a WebSocket, as `(url, protocols) => new WebSocket(url, protocols)` does. */
export type Connect = (url: string, protocols: string[]) => Socket;

/** Time as the client sees it; milliseconds. */
export interface Timers {
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}
