import type { Presence } from '../protocol/events';
import { Batch } from './batch';

/** What servers tell each other on the channel of a room. */
export type RoomPayload =
  /** Messages that are stored, and the version of the members that they were checked against. */
  | { readonly kind: 'batch'; readonly batch: Batch; readonly version: number }
  /** Messages up to this number are stored. */
  | { readonly kind: 'poke'; readonly last: number }
  /** The members have this version. */
  | { readonly kind: 'members'; readonly version: number }
  | { readonly kind: 'presence'; readonly server: string; readonly events: readonly Presence[] };

/** Channel of a room. Braces: the room is what decides on the shard. */
export const roomChannel = (room: string): string => `{room:${room}}`;

/** Channel of a user. */
export const userChannel = (user: string): string => `{user:${user}}`;

/** The user whose channel it is. */
export const userOfChannel = (channel: string): string => channel.slice('{user:'.length, -1);

/** As text: a letter, numbers, and the ready JSON, so that a server that only passes it on parses no JSON. */
export function encode(payload: RoomPayload): string {
  switch (payload.kind) {
    case 'batch':
      return `m${payload.batch.first} ${payload.batch.last} ${payload.version} ${payload.batch.text}`;
    case 'poke':
      return `k${payload.last}`;
    case 'members':
      return `v${payload.version}`;
    case 'presence':
      return `p${payload.server} ${JSON.stringify(payload.events)}`;
  }
}

/** @returns nothing for what a later version of the server may say */
export function decode(text: string): RoomPayload | undefined {
  switch (text.charAt(0)) {
    case 'm': {
      const afterFirst = text.indexOf(' ');
      const afterLast = text.indexOf(' ', afterFirst + 1);
      const afterVersion = text.indexOf(' ', afterLast + 1);
      const first = Number(text.slice(1, afterFirst));
      const last = Number(text.slice(afterFirst + 1, afterLast));
      const version = Number(text.slice(afterLast + 1, afterVersion));
      return { kind: 'batch', batch: new Batch(first, last, text.slice(afterVersion + 1)), version };
    }
    case 'k':
      return { kind: 'poke', last: Number(text.slice(1)) };
    case 'v':
      return { kind: 'members', version: Number(text.slice(1)) };
    case 'p': {
      const space = text.indexOf(' ');
      const events = JSON.parse(text.slice(space + 1)) as readonly Presence[];
      return { kind: 'presence', server: text.slice(1, space), events };
    }
    default:
      return undefined;
  }
}
