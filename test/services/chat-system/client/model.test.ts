import * as fc from 'fast-check';
import type { Sent } from '../../../../services/chat-system/client/view';
import { FakeServer, fakeClock, ROOM } from './fake-server';

/** What may happen, in any order. */
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('send' as const) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('other' as const) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 30_000 }) }) },
  fc.record({
    is: fc.constantFrom(
      'cut',
      'silence',
      'lose',
      'repeat',
      'behind',
      'drain',
      'unavailable',
      'unanswered',
      'down',
      'up',
    ),
  }),
);

test('whatever happens, the history is the one of the server and every message is stored once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const { clock, timers } = fakeClock();
      const server = new FakeServer(timers);
      const client = server.client();
      const sent: Sent[] = [];
      client.start();
      client.open(ROOM);
      for (const one of actions) {
        if (one.is === 'send') sent.push(client.send(ROOM, { text: `mine ${sent.length}` }));
        if (one.is === 'other') server.store('theirs');
        if (one.is === 'time' && 'ms' in one) await clock.tickAsync(one.ms);
        if (one.is === 'cut') server.cut();
        if (one.is === 'silence') for (const socket of server.sockets) socket.isSilent = true;
        if (one.is === 'lose') server.lost++;
        if (one.is === 'repeat') for (const socket of server.sockets) server.messages(socket, server.log.slice(-5));
        if (one.is === 'behind') server.say({ type: 'behind', rooms: [ROOM] });
        if (one.is === 'drain') server.say({ type: 'drain', afterMs: 700 });
        if (one.is === 'unavailable') server.refusals.push({ type: 'error', code: 'unavailable', message: '' });
        if (one.is === 'unanswered') server.refusals.push(undefined);
        if (one.is === 'down') server.isUp = false;
        if (one.is === 'up') server.isUp = true;
      }
      server.isUp = true;
      server.lost = 0;
      server.refusals.length = 0;
      await clock.tickAsync(120_000);
      // A message that was lost is missed when the next one comes.
      server.store('the last one');
      await clock.tickAsync(60_000);

      expect(client.history(ROOM)).toEqual(server.log);
      expect(client.pending(ROOM)).toEqual([]);
      expect(
        server.log
          .filter(({ from }) => from === 'ada')
          .map(({ id }) => id)
          .sort(),
      ).toEqual(sent.map(({ id }) => id).sort());
      for (const { id, stored } of sent) expect(server.log[(await stored).seq - 1]?.id).toBe(id);
      client.stop();
      expect(clock.countTimers()).toBe(0);
    }),
    { numRuns: 150 },
  );
});
