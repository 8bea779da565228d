import { createServer, type Server } from 'node:http';
import type { Log } from '../log';
import { type Answer, HttpError, json, send } from './answer';
import { type RouteContext, route } from './routes';

/**
 * Longer than the 60 s after which the load balancer closes an idle connection, so that it never sends a request into
 * one that closes here.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout
 */
const KEEP_ALIVE_MILLISECONDS = 65_000;

/** The part of the server that is plain HTTP. Paths and bodies are not logged: they hold names. */
export function httpServer(context: RouteContext, log: Log): Server {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    // A connection without any request is closed after it, so it must not be the shorter one.
    headersTimeout: KEEP_ALIVE_MILLISECONDS + 5_000,
  });
  server.on('request', (request, response) => {
    route(request, context)
      .catch((error: unknown): Answer => {
        if (error instanceof HttpError) return json(error.status, { error: error.message });
        log.failed('http', error);
        return json(500, { error: 'internal error' });
      })
      // What is left of a body would be taken for the next request.
      .then((answer) => send(response, answer, !context.isReady() || !request.complete))
      .catch((error: unknown) => log.failed('http', error));
  });
  return server;
}
