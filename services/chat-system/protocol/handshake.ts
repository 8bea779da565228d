/**
 * Name and version of the protocol, offered as a subprotocol of WebSocket. A version that changes the meaning of a
 * field gets another name; fields that a reader does not know are passed over.
 */
export const SUBPROTOCOL = 'takehome.chat.v1';

/**
 * A browser cannot set headers on a WebSocket, and a token in the URL ends up in access logs: it travels as a second
 * subprotocol that is offered and never chosen, `authorization.<token>`.
 */
export const TOKEN_PREFIX = 'authorization.';

/** Path of the WebSocket on the server that runs on Fargate. */
export const SOCKET_PATH = '/socket';

/** Codes with which a server closes a connection besides those of RFC 6455. */
export const closeCodes = {
  /** The frame is not what the protocol says, again and again. */
  malformed: 4400,
  /** The token is not valid any more; the client gets another one first. */
  tokenExpired: 4401,
  /** No ping for `presenceSeconds`. */
  noHeartbeat: 4408,
  /** The client has not read for longer than the server keeps what it missed. */
  tooSlow: 4413,
  /** The client went on sending though it was told to slow down. */
  rateLimited: 4429,
  /** RFC 6455: the server restarts; connect again, elsewhere. */
  restart: 1012,
  /** RFC 6455: the server has no room for another connection. */
  full: 1013,
} as const;
