import type { Event, Failed } from '../protocol/events';
import { limits } from '../protocol/limits';
import type { Message } from '../protocol/messages';
import type { Request } from '../protocol/requests';
import { Refusal } from '../rooms/refusal';
import { Turns } from '../turns';
import type { Connection } from './connection';
import type { ConnectionContext } from './context';

type Answers = {
  readonly [Type in Request['type']]: (
    request: Extract<Request, { readonly type: Type }>,
    connection: Connection,
    context: ConnectionContext,
  ) => Promise<Event | undefined>;
};

const answers: Answers = {
  ping: async (_request, connection, { now }) => {
    connection.lastPing = now();
    connection.present();
    return { type: 'pong', at: Date.now() };
  },
  create: async (request, { user }, { hub }) => nothing(hub.create(user, request)),
  add: async (request, { user }, { hub }) => nothing(hub.add(user, request)),
  leave: async (request, { user }, { hub }) => nothing(hub.part(user, request)),
  open: async ({ room, after }, connection, { hub }) => nothing(hub.open(connection, room, after)),
  close: async ({ room }, connection, { hub }) => {
    hub.close(connection, room);
    return undefined;
  },
  send: async (request, { user }, { hub }) => {
    const { room, id, seq, at } = await hub.send(user, request);
    return { type: 'stored', room, id, seq, at };
  },
  read: (request, connection, { hub, pageReads }) => {
    // Who reads a whole history does not keep the others waiting.
    connection.pageReads ??= new Turns(1);
    return connection.pageReads.take(() =>
      pageReads.take(async () => {
        if (!connection.isOpen) return undefined;
        const messages = lastThatFit(await hub.read(connection.user, request));
        return { type: 'page', room: request.room, messages };
      }),
    );
  },
  upload: async (request, { user }, { hub, attachments }) => {
    await hub.mustBeMember(user, request.room);
    if (!attachments) throw new Refusal('not-available', 'there are no attachments here');
    return attachments.upload(request);
  },
  download: async (request, { user }, { hub, attachments }) => {
    await hub.mustBeMember(user, request.room);
    if (!attachments) throw new Refusal('not-available', 'there are no attachments here');
    return attachments.download(request);
  },
};

/** Carries out a request and says what came of it. Never rejects. */
export async function answer(request: Request, connection: Connection, context: ConnectionContext): Promise<void> {
  connection.begun();
  try {
    // The map is complete by its type; TypeScript does not see that key and request belong together.
    const carryOut = answers[request.type] as (...all: readonly unknown[]) => Promise<Event | undefined>;
    const event = await carryOut(request, connection, context);
    if (event) connection.tell(event);
  } catch (error) {
    context.counters.refused++;
    if (!(error instanceof Refusal)) context.log.failed(request.type, error);
    connection.tell({ ...failure(error), ...namesOf(request) });
  } finally {
    connection.done();
  }
}

async function nothing(work: Promise<void>): Promise<undefined> {
  await work;
}

function failure(error: unknown): Failed {
  if (!(error instanceof Refusal)) {
    return { type: 'error', code: 'unavailable', message: 'try again', retryAfterMs: 1_000 };
  }
  const { code, message, retryAfterMs } = error;
  return { type: 'error', code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** By which a client tells what an error answers. A download has no id of its own. */
function namesOf(request: Request): Pick<Failed, 'id' | 'room'> {
  return {
    ...('id' in request && { id: request.id }),
    ...('key' in request && { id: request.key }),
    ...('room' in request && { room: request.room }),
  };
}

/** The end of a page that fits a frame. A client sees by the first number whether there is more. */
export function lastThatFit(messages: readonly Message[]): readonly Message[] {
  let bytes = 0;
  let from = messages.length;
  while (from > 0) {
    bytes += Buffer.byteLength(JSON.stringify(messages[from - 1])) + 1;
    if (bytes > limits.batchBytes && from < messages.length) break;
    from--;
  }
  return from === 0 ? messages : messages.slice(from);
}
