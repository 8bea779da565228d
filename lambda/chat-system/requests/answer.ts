import type { Event, Failed } from '../../../services/chat-system/protocol/events';
import { MalformedRequestError, parseRequest, requestNames } from '../../../services/chat-system/protocol/parse';
import type { Request } from '../../../services/chat-system/protocol/requests';
import { Refusal } from '../../../services/chat-system/rooms/refusal';
import type { Connection } from '../socket-event';
import { download, upload } from './attachments';
import { close, open, read, send } from './history';
import type { Answer, RequestParts } from './parts';
import { ping } from './presence';
import { add, create, leave } from './rooms';

type Answers = { readonly [Type in Request['type']]: Answer<Extract<Request, { readonly type: Type }>> };

const answers: Answers = { ping, create, add, leave, open, close, send, read, upload, download };

/** Milliseconds after which a client may come again when something here has failed. */
const RETRY_AFTER = 1_000;

/**
 * Answers a frame of a client.
 *
 * @param deadline milliseconds since 1970 at which the answer has to be there
 * @param onFailure told of what is not the client's fault; the client is told `unavailable`
 */
export async function answer(
  parts: RequestParts,
  connection: Connection,
  text: string,
  deadline: number,
  onFailure: (error: unknown) => void,
): Promise<readonly Event[]> {
  let names: Pick<Failed, 'id' | 'room'> = {};
  try {
    const request = parseRequest(text);
    names = namesOf(request);
    // Each answer is for the requests of its type, which the compiler cannot follow through the table.
    const answerOf = answers[request.type] as Answer<Request>;
    return await answerOf({ parts, connection, request, deadline });
  } catch (error) {
    if (error instanceof MalformedRequestError) {
      return [{ type: 'error', code: error.code, message: error.message, ...requestNames(text) }];
    }
    if (error instanceof Refusal) {
      const { code, message, retryAfterMs } = error;
      return [{ type: 'error', code, message, ...names, ...(retryAfterMs !== undefined && { retryAfterMs }) }];
    }
    onFailure(error);
    return [{ type: 'error', code: 'unavailable', message: 'try again', ...names, retryAfterMs: RETRY_AFTER }];
  }
}

/** By what the client knows its request again. */
function namesOf(request: Request): Pick<Failed, 'id' | 'room'> {
  const id = 'id' in request ? request.id : request.type === 'download' ? request.key : undefined;
  return { ...(id !== undefined && { id }), ...('room' in request && { room: request.room }) };
}
