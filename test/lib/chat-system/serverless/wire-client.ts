import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ServerlessRun } from '../../../../lib/chat-system/serverless/local-run';
import type { Event } from '../../../../services/chat-system/protocol/events';
import { SUBPROTOCOL, TOKEN_PREFIX } from '../../../../services/chat-system/protocol/handshake';
import type { Message } from '../../../../services/chat-system/protocol/messages';
import type { Request } from '../../../../services/chat-system/protocol/requests';

type Of<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

/** A client that does nothing by itself. */
export class WireClient {
  readonly events: Event[] = [];
  readonly closed: Promise<number>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Event[];
      if (Array.isArray(frame)) this.events.push(...frame);
    });
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  /** @throws Error `Unexpected server response: <status>` */
  static async connect(run: ServerlessRun, user: string, origin?: string): Promise<WireClient> {
    const socket = new WebSocket(run.socketUrl, [SUBPROTOCOL, TOKEN_PREFIX + run.tokenOf(user)], { origin });
    const client = new WireClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return client;
  }

  ask(request: Request): void {
    this.socket.send(JSON.stringify(request));
  }

  /** Waits for an event of a type, from the first on that has come. */
  async event<Type extends Event['type']>(
    type: Type,
    matches: (event: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    const found = () =>
      this.events.find((event): event is Of<Type> => event.type === type && matches(event as Of<Type>));
    await until(() => found() !== undefined);
    return found() as Of<Type>;
  }

  /** The messages of a room as they came, duplicates and all. */
  messages(room: string): readonly Message[] {
    return this.events.flatMap((event) => (event.type === 'messages' && event.room === room ? event.messages : []));
  }

  /** The numbers of a room that came, each once, in order. */
  numbers(room: string): readonly number[] {
    return [...new Set(this.messages(room).map(({ seq }) => seq))].sort((a, b) => a - b);
  }

  close(): void {
    this.socket.close();
  }
}

/** Waits until something is true; a test that waits in vain runs into its time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(10);
}

let made = 0;

/** A ULID that no other call has given. */
export const newId = (): string => `01JD${String(++made).padStart(22, '0')}`;
