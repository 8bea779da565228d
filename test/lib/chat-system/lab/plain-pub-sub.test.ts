import { startBroker } from '../../../../lib/chat-system/lab/broker';
import { PlainClient, plainLosses } from '../../../../lib/chat-system/lab/plain-client';
import { startPlainServer } from '../../../../lib/chat-system/lab/plain-pub-sub';
import { missingRequirements } from '../../../../lib/chat-system/lab/requirements';
import { until } from '../../../../lib/local/child';

test('the baseline delivers, and forgets what comes while somebody is away', async () => {
  const missing = missingRequirements();
  if (missing !== undefined) return console.log(`skipped: ${missing}`);
  const broker = await startBroker(false);
  const server = await startPlainServer(broker.url);
  const here = new PlainClient('here', 'room', () => server.url);
  let away: PlainClient | undefined;
  const told = async (count: number) => {
    here.send();
    await until('it is sent and seen', () => here.acknowledged.size >= count && here.seen.size >= count);
  };
  try {
    await until('it sends', () => {
      here.send();
      return here.seen.size > 0 && here.acknowledged.size > 0;
    });
    const before = here.acknowledged.size;
    await told(before);
    away = new PlainClient('away', 'room', () => server.url);
    await until('it sees', () => {
      here.send();
      return (away?.seen.size ?? 0) > 0;
    });
    expect(plainLosses([here, away]).lost).toBeGreaterThanOrEqual(before);
    expect(plainLosses([here])).toEqual({ lost: 0, of: here.acknowledged.size });
  } finally {
    here.stop();
    away?.stop();
    await server.stop();
    await broker.close();
  }
});

test.each([
  [
    'nothing',
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    { lost: 0, of: 4 },
  ],
  ['one of two', [['a', 'b'], ['a']], { lost: 1, of: 4 }],
  ['everything', [[], []], { lost: 4, of: 4 }],
])('counts %s as lost', (_, seen, expected) => {
  const [one, two] = seen.map((ids) => new Set(ids));
  const clients = [
    { acknowledged: new Set(['a', 'b']), seen: one ?? new Set() },
    { acknowledged: new Set<string>(), seen: two ?? new Set() },
  ];
  expect(plainLosses(clients)).toEqual(expected);
});
