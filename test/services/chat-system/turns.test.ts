import fc from 'fast-check';
import { Turns } from '../../../services/chat-system/turns';
import { FakeChat } from './fake-chat';

test('turns are taken in order, and never more than so many at once, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 30 }), async (most, fails) => {
      const turns = new Turns(most);
      const order: number[] = [];
      let atOnce = 0;
      const results = await Promise.allSettled(
        fails.map((isFailing, index) =>
          turns.take(async () => {
            order.push(index);
            atOnce++;
            expect(atOnce).toBeLessThanOrEqual(most);
            await new Promise((resolve) => setImmediate(resolve));
            atOnce--;
            if (isFailing) throw new Error('failed');
          }),
        ),
      );
      expect(results.map(({ status }) => status === 'rejected')).toEqual(fails);
      expect(order).toEqual(fails.map((_, index) => index));
    }),
  );
});

describe('pages of history', () => {
  const ROOM = 'direct:ann:bob';
  let chat: FakeChat;
  let reading = 0;
  let most = 0;
  let read: () => void = () => undefined;
  beforeEach(() => {
    chat = new FakeChat();
    const gate = new Promise<void>((resolve) => {
      read = resolve;
    });
    [reading, most] = [0, 0];
    chat.hub.read = async () => {
      reading++;
      most = Math.max(most, reading);
      await gate;
      reading--;
      return [];
    };
  });
  afterEach(() => chat.stop());

  const ask = { type: 'read', room: ROOM, before: 9 };
  const answered = (events: readonly { readonly type: string }[]) =>
    events.filter(({ type }) => type === 'page').length;

  test('are read one after the other for a connection', async () => {
    await chat.start();
    const client = await chat.connect('ann');
    for (let count = 0; count < 5; count++) client.send(ask);
    client.send({ type: 'ping' });
    await client.event('pong');
    expect(reading).toBe(1);
    read();
    await client.until(() => answered(client.events) === 5);
    expect(most).toBe(1);
  });

  test('are read sixteen at a time for a server', async () => {
    await chat.start();
    const clients = await Promise.all(Array.from({ length: 20 }, (_, index) => chat.connect(`user${index}`)));
    for (const client of clients) {
      client.send(ask);
      client.send({ type: 'ping' });
    }
    await Promise.all(clients.map((client) => client.event('pong')));
    expect(reading).toBe(16);
    read();
    await Promise.all(clients.map((client) => client.event('page')));
    expect(most).toBe(16);
  });
});
