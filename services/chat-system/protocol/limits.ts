/**
 * What both servers of the chat hold a client to. API Gateway sets the hardest of them: a frame of 32 KB and a message
 * of 128 KB.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const limits = {
  /** Bytes of a frame from a client. */
  frameBytes: 16 * 1024,
  /** UTF-16 code units of a message's text. */
  textLength: 4000,
  /** Messages in one stored batch, and so in one frame to a client. */
  batchMessages: 100,
  /** Bytes of the JSON of one stored batch, below the frame of API Gateway. */
  batchBytes: 28 * 1024,
  /** Messages in a page of history. */
  pageMessages: 100,
  /** Members of a room. */
  roomMembers: 1000,
  /** Rooms that a connection has open. */
  openRooms: 100,
  /** Members up to which a room is told who is there. */
  presenceMembers: 100,
  /** Seconds between two pings of a client. */
  heartbeatSeconds: 25,
  /** Seconds after its last ping at which a user counts as away, and a connection as gone. */
  presenceSeconds: 60,
  /** Bytes of an attachment. */
  attachmentBytes: 10 * 1024 * 1024,
  /** Messages a second that a connection may send, and how many at once. */
  sendsPerSecond: 10,
  sendBurst: 30,
  /** Other requests a second, and how many at once: after a disconnect a client opens all its rooms again. */
  requestsPerSecond: 50,
  requestBurst: 250,
  /** Requests in a row that are refused as too fast, or as malformed, before the connection is closed. */
  rateRefusals: 50,
  malformedFrames: 5,
} as const;

/** Media types of an attachment. No type that a browser would run. */
export const attachmentTypes: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/ogg',
  'video/mp4',
  'application/pdf',
];
