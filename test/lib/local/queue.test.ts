import { MessageNotInflightError, Queue } from '../../../lib/local/queue';
import { VirtualClock } from '../../../lib/local/virtual-clock';

async function pass(clock: VirtualClock, seconds: number): Promise<void> {
  const end = clock.now() + seconds * 1000;
  clock.setTimeout(() => {}, seconds * 1000);
  await clock.run(() => clock.now() >= end);
}

describe('Queue', () => {
  test('holds a message back for the delivery delay', async () => {
    const clock = new VirtualClock();
    const queue = new Queue({ clock, name: 'q', deliveryDelaySeconds: 60 });
    queue.send('late');
    queue.send('now', 0);
    const [now] = queue.receive(10);
    expect(now?.body).toBe('now');
    queue.delete(now?.receiptHandle ?? '');
    await pass(clock, 59);
    expect(queue.visibleCount).toBe(0);
    await pass(clock, 1);
    expect(queue.receive(10).map(({ body }) => body)).toEqual(['late']);
  });

  test('lets what falls due together come in the order in which it was sent', async () => {
    const clock = new VirtualClock();
    const queue = new Queue({ clock, name: 'q', deliveryDelaySeconds: 60 });
    const sent = Array.from({ length: 20 }, (_, n) => `${n}`);
    for (const body of sent) queue.send(body);
    await pass(clock, 60);
    expect(queue.receive(20).map(({ body }) => body)).toEqual(sent);
  });

  test('hides a received message until its visibility timeout, unless it is deleted', async () => {
    const clock = new VirtualClock();
    const queue = new Queue({ clock, name: 'q', visibilityTimeoutSeconds: 30 });
    for (const body of ['a', 'b']) queue.send(body);
    const [a, b] = queue.receive(10);
    queue.delete(b?.receiptHandle ?? '');
    expect(queue.receive(10)).toEqual([]);
    await pass(clock, 30);
    const again = queue.receive(10);
    expect(again).toEqual([
      {
        ...a,
        receiptHandle: expect.not.stringMatching(a?.receiptHandle ?? ''),
        attributes: { ...a?.attributes, ApproximateReceiveCount: '2' },
      },
    ]);
    // The first receipt is worth nothing any more.
    queue.delete(a?.receiptHandle ?? '');
    expect(queue.size).toBe(1);
  });

  test('changes the visibility of a message in flight', async () => {
    const clock = new VirtualClock();
    const queue = new Queue({ clock, name: 'q', visibilityTimeoutSeconds: 30 });
    queue.send('a');
    queue.changeVisibility(queue.receive(1)[0]?.receiptHandle ?? '', 100);
    await pass(clock, 99);
    expect(queue.visibleCount).toBe(0);
    await pass(clock, 1);
    const [second] = queue.receive(1);
    queue.changeVisibility(second?.receiptHandle ?? '', 0);
    expect(queue.visibleCount).toBe(1);
    expect(() => queue.changeVisibility(second?.receiptHandle ?? '', 5)).toThrow(MessageNotInflightError);
  });

  test('moves a message to the dead-letter queue instead of receiving it once too often', async () => {
    const clock = new VirtualClock();
    const dead = new Queue({ clock, name: 'dead' });
    const queue = new Queue({
      clock,
      name: 'q',
      visibilityTimeoutSeconds: 1,
      deadLetter: { queue: dead, maxReceiveCount: 2 },
    });
    const id = queue.send('poison');
    for (let receive = 0; receive < 2; receive++) {
      expect(queue.receive(1)).toHaveLength(1);
      await pass(clock, 1);
    }
    expect(queue.receive(1)).toEqual([]);
    expect(queue.size).toBe(0);
    expect(dead.receive(1)).toMatchObject([
      { messageId: id, body: 'poison', attributes: { DeadLetterQueueSourceArn: queue.arn } },
    ]);
  });

  test('leaves behind what the caller does not accept', () => {
    const queue = new Queue({ clock: new VirtualClock(), name: 'q' });
    for (const body of ['a', 'bb', 'c']) queue.send(body);
    expect(queue.receive(10, ({ body }) => body.length < 2).map(({ body }) => body)).toEqual(['a']);
    expect(queue.receive(10).map(({ body }) => body)).toEqual(['bb', 'c']);
  });

  test('keeps order and loses nothing among 5,000 messages with different delays', async () => {
    const clock = new VirtualClock();
    const queue = new Queue({ clock, name: 'q' });
    for (let index = 0; index < 5000; index++) queue.send(String((index * 7919) % 5000), (index * 7919) % 5000);
    await clock.run();
    expect(queue.receive(10_000).map(({ body }) => Number(body))).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });
});
