import type { Figures } from '../../../bench/chat-system/crowd';
import { deliveriesOf, processorsOf, quietnessOf } from '../../../bench/chat-system/describe';
import { summaryOf } from '../../../bench/chat-system/reconnect';

const figures: Figures = {
  deliveredPerSecond: 50_000,
  p50: 2.34,
  p99: 24.4,
  storedP99: 20,
  sent: 700,
  stored: 700,
  refused: {},
  missing: 0,
  storeCalls: { PutItem: 1 },
  gaps: 0,
  lost: 0,
  processors: { servers: 0.9, client: 0.6, Redis: 0, others: 0.02 },
  lateP99: 1,
  stolen: 0,
  load: 0.5,
};

test('what was delivered', () => {
  expect(deliveriesOf(figures)).toBe('50,000 delivered/s, p50 2.3 ms, p99 24 ms, acknowledged p99 20 ms');
});

test('what went wrong is said', () => {
  const wrong = { refused: { 'rate-limited': 3 }, missing: 1_000, stored: 699, gaps: 2, lost: 4 };
  expect(deliveriesOf({ ...figures, ...wrong })).toMatch(
    /; 3 rate-limited, 1,000 deliveries missing after 2 s, 1 sends not answered, 2 gaps, 4 connections lost$/,
  );
});

test('the processors, the busiest part first, without what others did', () => {
  expect(processorsOf(figures)).toBe('processors: servers 0.90, client 0.60, Redis 0.00; 30.0 us a delivery');
});

test.each([
  { name: 'quiet', given: {} },
  { name: 'DISTURBED', given: { stolen: 0.1 } },
  { name: 'DISTURBED', given: { processors: { ...figures.processors, others: 0.5 } } },
])('a machine is called $name', ({ name, given }) => {
  expect(quietnessOf([figures, { ...figures, ...given }])).toContain(`the machine: ${name}`);
});

test('how clients came back', () => {
  const summary = summaryOf(4, [
    { attempts: [0, 10, 99, 150], back: [300, 200] },
    { attempts: [20, 1_000], back: [1_100, 900] },
  ]);
  expect(summary).toEqual({ clients: 4, back: 4, all: 1.1, half: 0.9, attempts: 6, peakPerSecond: 40 });
});
