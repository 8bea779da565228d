import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RealClock } from '../../../lib/local/real-clock';
import { VirtualClock } from '../../../lib/local/virtual-clock';

describe('VirtualClock', () => {
  test('jumps from timer to timer', async () => {
    const clock = new VirtualClock(1000);
    const seen: number[] = [];
    clock.setTimeout(() => seen.push(clock.now()), 3_600_000);
    clock.setTimeout(() => seen.push(new clock.Date().getTime()), 60_000);
    await clock.run();
    expect(seen).toEqual([61_000, 3_601_000]);
  });

  test('passes values to the callback, and forgets a timer that was cleared', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.setTimeout((value: string) => seen.push(value), 5, 'kept');
    clock.clearTimeout(clock.setTimeout(() => seen.push('cleared'), 1));
    clock.clearTimeout(undefined);
    await clock.run();
    expect(seen).toEqual(['kept']);
  });

  test('lets code that was woken run to its end before the next jump', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const work = async () => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(clock.now());
    };
    clock.setTimeout(() => void work(), 10);
    clock.setTimeout(() => seen.push(clock.now()), 20);
    await clock.run();
    expect(seen).toEqual([10, 20]);
  });

  test('stops when told', async () => {
    const clock = new VirtualClock(0);
    clock.setInterval(() => {}, 1000);
    await clock.run(() => clock.now() >= 5000);
    expect(clock.now()).toBe(5000);
  });

  test('stands still while a request is under way, and not while it is parked', async () => {
    const server = createServer((_request, response) => setTimeout(() => response.end('ok'), 50));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    clock.setTimeout(() => seen.push('timer'), 1);
    const operation = clock.begin();
    void fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).then(async (answer) => {
      seen.push(await answer.text());
      operation.end();
      operation.end();
    });
    await clock.run();
    expect(seen).toEqual(['ok', 'timer']);

    const parked = clock.begin();
    clock.setTimeout(() => {
      parked.resume();
      setTimeout(() => parked.end(), 5);
    }, 100);
    parked.park();
    await clock.run();
    expect(clock.now()).toBe(101);
    server.close();
  });

  test('waits for the thread pool', async () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    const { readFile } = await import('node:fs/promises');
    void readFile(__filename).then(() => seen.push('file'));
    clock.setTimeout(() => seen.push('timer'), 1);
    await clock.run();
    expect(seen).toEqual(['file', 'timer']);
  });
});

describe('RealClock', () => {
  test('runs until no timer and no request is left', async () => {
    const clock = new RealClock();
    const seen: string[] = [];
    clock.setTimeout(() => seen.push('timer'), 5);
    clock.clearTimeout(clock.setTimeout(() => seen.push('cleared'), 1));
    const operation = clock.begin();
    setTimeout(() => {
      seen.push('answer');
      operation.end();
    }, 20);
    await clock.run();
    expect(seen).toEqual(['timer', 'answer']);
  });
});
