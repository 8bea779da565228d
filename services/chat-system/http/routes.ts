import type { IncomingMessage } from 'node:http';
import type { SignIn } from '../options';
import { SOCKET_PATH } from '../protocol/handshake';
import { type Answer, HttpError, json, readJson } from './answer';

/** Bytes of the body of a sign-in. */
const SIGN_IN_BYTES = 1_024;

/** What the routes work with. */
export interface RouteContext {
  /** Whether new connections are welcome. */
  readonly isReady: () => boolean;
  readonly signIn: SignIn;
  /** @default - there is no sign-in here */
  readonly issueToken?: (user: string) => string;
  /** Answers by path. */
  readonly files: ReadonlyMap<string, Answer>;
}

/**
 * Answers what is no WebSocket.
 *
 * @throws HttpError
 */
export async function route(request: IncomingMessage, context: RouteContext): Promise<Answer> {
  const path = request.url?.split('?', 1)[0] ?? '';
  const file = context.files.get(path);
  if (path === '/sign-in' && context.issueToken) {
    only(request, ['POST']);
    return signIn(await readJson(request, SIGN_IN_BYTES), context.issueToken);
  }
  if (path === SOCKET_PATH) throw new HttpError(426, 'this is a WebSocket');
  const answer = get(path, context) ?? file;
  if (!answer) throw new HttpError(404, 'no such path');
  only(request, ['GET', 'HEAD']);
  return answer;
}

function get(path: string, { isReady, signIn }: RouteContext): Answer | undefined {
  switch (path) {
    case '/healthz':
      // That this is answered shows that the event loop turns. Neither the store nor the bus: a restart would mend
      // neither, and would cut everybody off.
      return json(200, { status: 'ok' });
    case '/readyz':
      return isReady() ? json(200, { status: 'ok' }) : json(503, { status: 'draining' });
    case '/config.json':
      return json(200, { socketUrl: SOCKET_PATH, signIn });
    default:
      return undefined;
  }
}

function signIn(body: unknown, issueToken: (user: string) => string): Answer {
  const user: unknown = typeof body === 'object' && body !== null && 'user' in body ? body.user : undefined;
  if (typeof user !== 'string') throw new HttpError(400, 'user: a text');
  try {
    return json(200, { user, token: issueToken(user) });
  } catch (error) {
    if (error instanceof RangeError) throw new HttpError(400, error.message);
    throw error;
  }
}

function only({ method = '' }: IncomingMessage, methods: readonly string[]): void {
  if (!methods.includes(method)) throw new HttpError(405, `only ${methods.join(', ')}`);
}
