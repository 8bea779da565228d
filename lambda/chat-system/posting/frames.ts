import type { Event } from '../../../services/chat-system/protocol/events';
import type { Message } from '../../../services/chat-system/protocol/messages';

/** Bytes of a frame: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export const FRAME_BYTES = 32 * 1024;
/** Messages in a frame. */
const FRAME_MESSAGES = 100;

/**
 * Events as frames, in order, each a JSON array of at most 32 KB. An event that is larger by itself is a frame by itself:
 * a room with many members; API Gateway takes up to 128 KB.
 */
export function framesOf(events: readonly Event[]): readonly string[] {
  return pack(
    events.map((event) => JSON.stringify(event)),
    FRAME_BYTES - 2,
    Number.POSITIVE_INFINITY,
  ).map((texts) => `[${texts.join()}]`);
}

/** Messages of one room as events that fit into a frame each, in order. */
export function messagesEvents(room: string, messages: readonly Message[]): readonly Event[] {
  const around = Buffer.byteLength(JSON.stringify([{ type: 'messages', room, messages: [] }]));
  const texts = new Map(messages.map((message) => [JSON.stringify(message), message]));
  return pack([...texts.keys()], FRAME_BYTES - around, FRAME_MESSAGES).map((packed) => ({
    type: 'messages',
    room,
    messages: packed.flatMap((text) => texts.get(text) ?? []),
  }));
}

/** Texts in groups of at most so many bytes, with a comma between two, and so many texts; one that is too large is alone. */
function pack(texts: readonly string[], mostBytes: number, most: number): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let bytes = 0;
  for (const text of texts) {
    const length = Buffer.byteLength(text) + 1;
    const group = groups.at(-1);
    if (group && group.length < most && bytes + length <= mostBytes) {
      group.push(text);
      bytes += length;
    } else {
      groups.push([text]);
      bytes = length;
    }
  }
  return groups;
}
