import { lastThatFit } from '../../../services/chat-system/connections/answers';
import type { Event } from '../../../services/chat-system/protocol/events';
import { limits } from '../../../services/chat-system/protocol/limits';
import type { Message } from '../../../services/chat-system/protocol/messages';
import type { Close, Open, Read, Send } from '../../../services/chat-system/protocol/requests';
import { Refusal } from '../../../services/chat-system/rooms/refusal';
import type { MessageStore } from '../../../services/chat-system/store/stores';
import { framesOf, messagesEvents } from '../posting/frames';
import { MOST_REFUSALS, takeToken } from '../sessions/token-bucket';
import { appendOnce } from './append';
import { roomOfMember } from './membership';
import type { Answer, Asked } from './parts';
import { presenceOf } from './presence';

/** Milliseconds that are kept free of posts for the last steps of `open`. */
const RESERVE = 3_000;

/**
 * Sends what was missed, then registers the connection, then what was stored meanwhile. What is stored after that is
 * fanned out, as fan-out reads the registrations later than it was stored: nothing falls between, and what comes twice
 * has its number. Where there is not time enough for all, the client is told to go on from what it has.
 */
export const open: Answer<Open> = async (asked) => {
  const { parts, connection, request } = asked;
  const { messages, rooms, registrations, sessions } = parts;
  const { room } = request;
  const stored = await roomOfMember(rooms, connection.user, room);
  if (!(await sessions.open(connection, room))) {
    throw new Refusal('too-many-rooms', `at most ${limits.openRooms} rooms are open`);
  }
  const last = await messages.last(room);
  const opened: Event = { type: 'opened', room, last };
  const from = request.after ?? Math.max(0, last - limits.pageMessages);
  const reached = last > from ? await sendMissed(asked, opened, from, last) : from;
  if (reached === 'gone') return [];
  if (reached < last) return [{ type: 'behind', rooms: [room] }];
  await registrations.add(room, connection);
  const tail = messagesEvents(room, await allAfter(messages, room, reached));
  const presence = await presenceOf(parts, [stored]);
  return [...(last > from ? [] : [opened]), ...tail, ...presence];
};

/** @returns the last number that was sent */
async function sendMissed(
  { parts, connection, request, deadline }: Asked<Open>,
  opened: Event,
  from: number,
  last: number,
): Promise<number | 'gone'> {
  const { messages, connections } = parts;
  let sent = from;
  let before: readonly Event[] = [opened];
  while (sent < last && Date.now() < deadline - RESERVE) {
    const page = await messages.after(request.room, sent, limits.pageMessages);
    for (const frame of framesOf([...before, ...messagesEvents(request.room, page)])) {
      if ((await connections.post(connection.id, frame, deadline)) === 'gone') return 'gone';
    }
    before = [];
    sent = page.at(-1)?.seq ?? last;
  }
  return sent;
}

/** What was stored after a number, up to now: in a room that is not read for the first time that is little. */
async function allAfter(messages: MessageStore, room: string, after: number): Promise<readonly Message[]> {
  const found: Message[] = [];
  for (;;) {
    const page = await messages.after(room, found.at(-1)?.seq ?? after, limits.pageMessages);
    found.push(...page);
    if (page.length < limits.pageMessages) return found;
  }
}

export const close: Answer<Close> = async ({ parts, connection, request }) => {
  await parts.registrations.remove(request.room, connection.id);
  await parts.sessions.close(connection, request.room);
  return [];
};

export const send: Answer<Send> = async ({ parts, connection, request, deadline }) => {
  const { sessions, rooms, messages, connections, count } = parts;
  const taken = await takeToken(sessions, connection, Date.now());
  if (!taken.ok) {
    count('rateLimited');
    if (taken.refusals >= MOST_REFUSALS) await connections.close(connection.id);
    throw new Refusal('rate-limited', `at most ${limits.sendsPerSecond} a second`, taken.retryAfterMs);
  }
  const { room, id, seq, at } = await appendOnce(connection.user, request, {
    messages,
    deadline,
    check: () => roomOfMember(rooms, connection.user, request.room),
    onConflict: () => count('conflicts'),
  });
  count('stored');
  return [{ type: 'stored', room, id, seq, at }];
};

/** A page is one frame: it may hold fewer messages than were asked for, and always the last ones. */
export const read: Answer<Read> = async ({ parts, connection, request }) => {
  const { room, before } = request;
  await roomOfMember(parts.rooms, connection.user, room);
  const page = await parts.messages.before(room, before, limits.pageMessages);
  return [{ type: 'page', room, messages: lastThatFit(page) }];
};
