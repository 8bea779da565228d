import type { Event } from '../../services/chat-system/protocol/events';
import type { Message } from '../../services/chat-system/protocol/messages';
import { momentOf } from './load';

/** What one frame of messages says. */
export interface Parsed {
  /** First and last number in the room; 0 from a server that does not number. */
  readonly first: number;
  readonly last: number;
  /** When each message was due. */
  readonly moments: readonly number[];
}

/** Chunks of bytes that were parsed a moment ago: nearly every connection of a room reads the same ones. */
const KEPT = 8;

const PREFIX = Buffer.from('[{"type":"messages"');

/**
 * Reads what the connections of one room get from one server: each chunk of bytes is parsed once, and compared byte by
 * byte for all other connections.
 */
export class Inbox {
  private readonly kept: { readonly bytes: Buffer; readonly frames: readonly Parsed[] }[] = [];

  /** @returns what the first bytes say, if another connection has read the same */
  find(buffer: Buffer, length: number): readonly Parsed[] | undefined {
    for (const { bytes, frames } of this.kept) {
      if (bytes.length === length && buffer.compare(bytes, 0, length, 0, length) === 0) return frames;
    }
    return undefined;
  }

  /** @param frames what the bytes say, all of it */
  keep(bytes: Buffer, frames: readonly Parsed[]): void {
    this.kept.unshift({ bytes: Buffer.from(bytes), frames });
    if (this.kept.length > KEPT) this.kept.pop();
  }
}

/** @returns undefined for a frame of anything but messages alone */
export function messagesIn(payload: Buffer): Parsed | undefined {
  if (payload.compare(PREFIX, 0, PREFIX.length, 0, PREFIX.length) !== 0) return undefined;
  const events = JSON.parse(payload.toString()) as readonly Event[];
  const [event] = events;
  return event?.type === 'messages' && events.length === 1 ? parse(event.messages) : undefined;
}

/** What messages of one room, in order, say to a benchmark. */
export function parse(messages: readonly Message[]): Parsed {
  return {
    first: messages[0]?.seq ?? 0,
    last: messages.at(-1)?.seq ?? 0,
    moments: messages.map(({ text }) => momentOf(text ?? '')),
  };
}
