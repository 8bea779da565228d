import { appendOnce } from '../../../../lambda/chat-system/requests/append';
import type { Send } from '../../../../services/chat-system/protocol/requests';
import { Refusal } from '../../../../services/chat-system/rooms/refusal';
import { MemoryMessageStore } from '../../../../services/chat-system/store/memory-stores';

const room = 'direct:alice:bob';
const sendOf = (id: string, after = 0): Send => ({ type: 'send', room, id, after, text: id });

function optionsOf(messages: MemoryMessageStore, changes: { deadline?: number; check?: () => Promise<void> } = {}) {
  const counted = { conflicts: 0 };
  const options = {
    messages,
    deadline: changes.deadline ?? Number.POSITIVE_INFINITY,
    check: changes.check ?? (async () => {}),
    onConflict: () => void counted.conflicts++,
  };
  return { options, counted };
}

test('many at the same time are stored each once, without a gap', async () => {
  const messages = new MemoryMessageStore();
  const { options, counted } = optionsOf(messages);
  const ids = Array.from({ length: 12 }, (_, index) => `id ${index}`);
  const all = [...ids, ...ids];
  const stored = await Promise.all(all.map((id) => appendOnce('alice', sendOf(id), options)));
  const history = await messages.after(room, 0, 100);
  expect(history.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
  expect(history.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  expect(stored.map(({ id, seq }) => history[seq - 1]?.id === id)).toEqual(all.map(() => true));
  expect(counted.conflicts).toBeGreaterThan(0);
});

test('what is sent again is found however much was stored since', async () => {
  const messages = new MemoryMessageStore();
  const { options } = optionsOf(messages);
  for (let count = 1; count <= 5; count++) await appendOnce('bob', sendOf(`before ${count}`, count - 1), options);
  const first = await appendOnce('alice', sendOf('mine', 5), options);
  for (let count = 6; count < 250; count++) await appendOnce('bob', sendOf(`after ${count}`, count), options);
  expect(await appendOnce('alice', sendOf('mine', 5), options)).toEqual(first);
  expect(await messages.last(room)).toBe(250);
});

test('who says to have what is not there makes no gap', async () => {
  const messages = new MemoryMessageStore();
  const { options } = optionsOf(messages);
  await appendOnce('alice', sendOf('one'), options);
  expect(await appendOnce('alice', sendOf('two', 1_000), options)).toMatchObject({ seq: 2 });
});

test('who is a member no more when the race is lost writes nothing', async () => {
  const messages = new MemoryMessageStore();
  const checks = { count: 0 };
  const check = async () => {
    if (++checks.count > 1) throw new Refusal('not-a-member', 'removed meanwhile');
    // Between the look at the room and the write somebody else writes.
    const { append } = messages;
    messages.append = async (...given) => {
      messages.append = append;
      await messages.append(room, [{ room, seq: 1, id: 'other', from: 'bob', at: 0, text: 'first' }]);
      await messages.append(...given);
    };
  };
  const { options, counted } = optionsOf(messages, { check });
  await expect(appendOnce('alice', sendOf('mine'), options)).rejects.toMatchObject({ code: 'not-a-member' });
  expect(counted.conflicts).toBe(1);
  expect((await messages.after(room, 0, 10)).map(({ id }) => id)).toEqual(['other']);
});

test('whoever has no time left is told to come again', async () => {
  const messages = new MemoryMessageStore();
  const { options } = optionsOf(messages, { deadline: 0 });
  const results = await Promise.allSettled([1, 2].map((id) => appendOnce('alice', sendOf(`id ${id}`), options)));
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Refusal] : []));
  expect(failed.map(({ code, retryAfterMs }) => ({ code, retryAfterMs }))).toEqual([
    { code: 'unavailable', retryAfterMs: 1_000 },
  ]);
});
