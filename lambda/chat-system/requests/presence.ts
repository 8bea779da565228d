import type { Event, Presence } from '../../../services/chat-system/protocol/events';
import { attachmentTypes, limits } from '../../../services/chat-system/protocol/limits';
import type { Ping } from '../../../services/chat-system/protocol/requests';
import type { StoredRoom } from '../../../services/chat-system/store/stores';
import type { Answer, RequestParts } from './parts';
import { roomsEvent } from './rooms';

/**
 * Who of these rooms is there. It is asked for with every ping and not told to everybody: a room of a hundred would cost
 * ten thousand posts each heartbeat, a hundred times the price of reading.
 */
export async function presenceOf(
  { presence }: Pick<RequestParts, 'presence'>,
  rooms: readonly StoredRoom[],
): Promise<readonly Presence[]> {
  const small = rooms.filter(({ members }) => members.length <= limits.presenceMembers);
  const users = new Set(small.flatMap(({ members }) => members));
  const found = await presence.of([...users]);
  return [...found].map(([user, until]) => ({ type: 'presence', user, until }));
}

/**
 * The user is there. A server cannot say anything before `$connect` has returned, so the answer to the first ping begins
 * with `welcome`.
 */
export const ping: Answer<Ping> = async ({ parts, connection }) => {
  const { presence, sessions, rooms } = parts;
  const { id, user } = connection;
  const now = Date.now();
  const [session] = await Promise.all([
    sessions.ping(connection),
    presence.renew(user, id, now + limits.presenceSeconds * 1_000),
  ]);
  const pong: Event = { type: 'pong', at: now };
  if (session.first) return [...(await welcome(parts, user)), pong];
  const open = await Promise.all(session.rooms.map((room) => rooms.get(room)));
  const mine = open.filter((room) => room !== undefined).filter(({ members }) => members.includes(user));
  return [pong, ...(await presenceOf(parts, mine))];
};

/** The rooms that do not fit into the frame of `welcome` follow as events of their own. */
async function welcome({ rooms }: RequestParts, user: string): Promise<readonly Event[]> {
  const [inWelcome, others] = roomsEvent(await rooms.roomsOf(user));
  return [
    {
      type: 'welcome',
      user,
      rooms: inWelcome,
      heartbeatSeconds: limits.heartbeatSeconds,
      attachmentBytes: limits.attachmentBytes,
      attachmentTypes,
    },
    ...others,
  ];
}
