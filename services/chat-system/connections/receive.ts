import type { Failed } from '../protocol/events';
import { closeCodes } from '../protocol/handshake';
import { limits } from '../protocol/limits';
import { MalformedRequestError, parseRequest, requestNames } from '../protocol/parse';
import type { Request } from '../protocol/requests';
import { answer } from './answers';
import type { Connection } from './connection';
import type { ConnectionContext } from './context';
import { take, waitFor } from './rate';

/** Takes a frame of a client: reads it, holds it to its rate, carries it out. */
export function receive(connection: Connection, data: Buffer, isBinary: boolean, context: ConnectionContext): void {
  if (!connection.isOpen) return;
  const text = isBinary ? '' : data.toString();
  const request = read(text, isBinary);
  const wait = holdToRate(connection, request instanceof MalformedRequestError || request.type !== 'send', context);
  if (wait > 0) {
    tooFast(connection, text, wait, context);
  } else if (request instanceof MalformedRequestError) {
    malformed(connection, text, request, context);
  } else {
    connection.malformedFrames = 0;
    connection.rateRefusals = 0;
    void answer(request, connection, context);
  }
}

/** Answers a ping of WebSocket itself. Too many of them are passed over: nobody counts on each one's answer. */
export function receivePing(connection: Connection, data: Buffer, context: ConnectionContext): void {
  if (holdToRate(connection, true, context) === 0) connection.pong(data);
}

function read(text: string, isBinary: boolean): Request | MalformedRequestError {
  if (isBinary) return new MalformedRequestError('frame: text, got: binary');
  try {
    return parseRequest(text);
  } catch (error) {
    if (error instanceof MalformedRequestError) return error;
    throw error;
  }
}

/** @returns milliseconds to wait; 0 when the request may pass, which takes a token */
function holdToRate(connection: Connection, isOther: boolean, { now, sends, requests }: ConnectionContext): number {
  const rate = isOther ? requests : sends;
  const fullAt = isOther ? connection.requestsFullAt : connection.sendsFullAt;
  const wait = waitFor(fullAt, now(), rate);
  if (wait > 0) return wait;
  if (isOther) connection.requestsFullAt = take(fullAt, now(), rate);
  else connection.sendsFullAt = take(fullAt, now(), rate);
  return 0;
}

function tooFast(connection: Connection, text: string, retryAfterMs: number, context: ConnectionContext): void {
  context.counters.refused++;
  connection.rateRefusals++;
  if (connection.rateRefusals >= limits.rateRefusals) connection.end(closeCodes.rateLimited, 'too fast');
  else connection.tell({ ...failed('rate-limited', 'too fast', text), retryAfterMs });
}

function malformed(connection: Connection, text: string, error: MalformedRequestError, context: ConnectionContext) {
  context.counters.refused++;
  connection.malformedFrames++;
  if (connection.malformedFrames >= limits.malformedFrames) connection.end(closeCodes.malformed, 'malformed');
  else connection.tell(failed(error.code, error.message, text));
}

const failed = (code: Failed['code'], message: string, text: string): Failed => {
  return { type: 'error', code, message, ...requestNames(text) };
};
