import fc from 'fast-check';
import type { Entry, History, Sent, View } from '../../../../lib/chat-system/lab/history';

const ROOM = 'group:room';
const users = ['ana', 'ben', 'eve'] as const;

/** What happened in a room of Ana and Ben in which nothing went wrong; message n was sent at n * 10 and seen 5 later. */
export function goodHistory(count = 4): History {
  const messages = Array.from({ length: count }, (_, index) => ({ user: users[index % 2] ?? 'ana', hasText: true }));
  return historyOf(messages, [
    { user: 'ana', after: 0, length: count, isComplete: true },
    { user: 'ben', after: 0, length: count, isComplete: true },
  ]);
}

interface Reader {
  readonly user: (typeof users)[number];
  readonly after: number;
  /** How many of the messages it showed. */
  readonly length: number;
  readonly isComplete: boolean;
}

function historyOf(
  messages: readonly { readonly user: string; readonly hasText: boolean }[],
  readers: readonly Reader[],
): History {
  const sent = messages.map(({ user, hasText }, index): Sent => {
    const id = `m${index + 1}`;
    return { client: `${user}'s`, user, room: ROOM, id, text: hasText ? `text of ${id}` : '', at: (index + 1) * 10 };
  });
  const stored = sent.map(({ id, user, text }, index): Entry => ({ seq: index + 1, id, from: user, text }));
  const views = readers.map(
    ({ user, after, length, isComplete }, index): View => ({
      client: `${user} ${index}`,
      user,
      room: ROOM,
      after,
      entries: stored
        .slice(after, isComplete ? undefined : after + length)
        .map((entry) => ({ ...entry, at: entry.seq * 10 + 5 })),
      isComplete,
    }),
  );
  return {
    sent,
    acknowledged: sent.map(({ client, room, id }, index) => ({ client, room, id, seq: index + 1 })),
    views,
    memberships: [...new Set([...sent, ...readers].map(({ user }) => user))].map((user) => ({
      room: ROOM,
      user,
      from: 0,
    })),
    stored: new Map([[ROOM, stored]]),
  };
}

/** Any history in which nothing went wrong: some messages were never acknowledged, some readers left early or came late. */
export const goodHistories: fc.Arbitrary<History> = fc
  .record({
    messages: fc.array(fc.record({ user: fc.constantFrom(...users), hasText: fc.boolean() }), { maxLength: 30 }),
    readers: fc.array(
      fc.record({
        user: fc.constantFrom(...users),
        after: fc.nat(30),
        length: fc.nat(30),
        isComplete: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    unacknowledged: fc.func(fc.boolean()),
    refused: fc.nat(3),
  })
  .map(({ messages, readers, unacknowledged, refused }) => {
    const history = historyOf(messages, readers);
    const lost = Array.from({ length: refused }, (_, index): Sent => {
      return { client: "ana's", user: 'ana', room: ROOM, id: `refused${index}`, text: 'nobody sees it', at: 1 };
    });
    return {
      ...history,
      sent: [...history.sent, ...lost],
      acknowledged: history.acknowledged.filter(({ id }) => !unacknowledged(id)),
    };
  });
