import type { Delivery } from '../../../../services/chat-system/rooms/hub';
import { FakeChat } from '../fake-chat';

const ROOM = 'direct:ann:bob';
const BOUND = 64 * 1024;
/** What the kernels of both ends may take, and much more. */
const MUCH = 64 * 1024 * 1024;

function delivery(first: number, bytes: number, room = ROOM): Delivery {
  const event = { type: 'messages', room, messages: [], padding: 'a'.repeat(bytes) };
  return { room, first, last: first, frame: Buffer.from(JSON.stringify([event])) };
}

describe('a client that does not read', () => {
  let chat: FakeChat;
  beforeEach(() => {
    chat = new FakeChat();
  });
  afterEach(() => chat.stop());

  /** Delivers until no more is taken. */
  async function fill(user: string): Promise<number> {
    const subscriber = chat.hub.of(user);
    let taken = 0;
    while (taken * 16_384 < MUCH && subscriber.deliver(delivery(taken + 1, 16_384))) {
      taken++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return taken;
  }

  test('gets nothing more, then is told what it missed, and gets what is new', async () => {
    await chat.start({ unsentBytesMost: BOUND });
    const bob = await chat.connect('bob');
    const subscriber = chat.hub.of('bob');
    bob.socket.pause();
    const taken = await fill('bob');
    expect(taken * 16_384).toBeLessThan(MUCH);
    // Slow is slow, also for what is small and of another room.
    expect(subscriber.deliver(delivery(1, 1, 'direct:bob:cid'))).toBe(false);
    expect(subscriber.deliver(delivery(1, 1))).toBe(false);
    bob.socket.resume();
    expect(await bob.event('behind')).toEqual({ type: 'behind', rooms: [ROOM, 'direct:bob:cid'] });
    expect(bob.events.filter(({ type }) => type === 'messages')).toHaveLength(taken);
    expect(subscriber.deliver(delivery(1, 1))).toBe(true);
    bob.send({ type: 'ping' });
    await bob.event('pong');
    expect(bob.closed).toBeUndefined();
  });

  test('is closed when it goes on so', async () => {
    await chat.start({ unsentBytesMost: BOUND, timings: { slow: 100 } });
    const bob = await chat.connect('bob');
    const subscriber = chat.hub.of('bob');
    bob.socket.pause();
    await fill('bob');
    while (!chat.hub.left.includes(subscriber)) await new Promise((resolve) => setTimeout(resolve, 10));
    bob.socket.resume();
    expect(await bob.closeCode()).toBe(4413);
    expect(bob.events.map(({ type }) => type)).not.toContain('behind');
  });

  test('does not slow down the others', async () => {
    await chat.start({ unsentBytesMost: BOUND });
    const bob = await chat.connect('bob');
    const cid = await chat.connect('cid');
    bob.socket.pause();
    await fill('bob');
    const shared = delivery(7, 10);
    expect([chat.hub.of('bob').deliver(shared), chat.hub.of('cid').deliver(shared)]).toEqual([false, true]);
    await cid.event('messages');
  });

  test('and asks and asks is cut off', async () => {
    const text = 'a'.repeat(4_000);
    chat.hub.history = Array.from({ length: 6 }, (_, index) => {
      return { room: ROOM, seq: index + 1, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', from: 'ann', at: 1, text };
    });
    await chat.start({ unsentBytesMost: 1_000 });
    const bob = await chat.connect('bob');
    bob.socket.pause();
    let asked = 0;
    const reading = setInterval(() => {
      bob.send({ type: 'read', room: ROOM, before: 9 });
      asked++;
    }, 1);
    while (chat.server.connections > 0 && asked < 5_000) await new Promise((resolve) => setTimeout(resolve, 10));
    clearInterval(reading);
    expect(chat.server.connections).toBe(0);
  });

  test('one frame larger than the bound still goes to who reads', async () => {
    await chat.start({ unsentBytesMost: 100 });
    const bob = await chat.connect('bob');
    expect(chat.hub.of('bob').deliver(delivery(1, 1_000))).toBe(true);
    await bob.event('messages');
  });
});
