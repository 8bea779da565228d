import fc from 'fast-check';
import { capacityOf, capacityProblems, type Load, limits } from '../../../lib/mass-messaging/capacity';

const load: Load = {
  transport: 'kinesis',
  messagesPerSecond: 100_000 / 60,
  recipientsPerRecord: 25,
  providerRequestsPerSecond: 2_000,
};

const loads: fc.Arbitrary<Load> = fc.record({
  transport: fc.constantFrom('kinesis', 'sqs'),
  messagesPerSecond: fc.double({ min: 0.02, max: 170_000, noNaN: true }),
  recipientsPerRecord: fc.integer({ min: 1, max: 100 }),
  bytesPerRecipient: fc.integer({ min: 20, max: 500 }),
  providerRequestsPerSecond: fc.integer({ min: 1, max: 200_000 }),
  providerLatency: fc.integer({ min: 1, max: 5_000 }),
});

describe('100,000 messages a minute', () => {
  it('in records of 25 need one shard', () => {
    expect(capacityOf(load)).toMatchObject({
      ...{ shards: 1, parallelizationFactor: 5, concurrency: 5, sendsAtOnce: 100, timeout: 60 },
      batchSize: 40,
      reservationsPerSecond: 100,
    });
    expect(Math.round(capacityOf(load).recordsPerSecond)).toBe(67);
    expect(Math.round(capacityOf(load).bytesPerSecond)).toBe(200_000);
  });

  it('with one message a record need three, by their count', () => {
    expect(capacityOf({ ...load, recipientsPerRecord: 1 })).toMatchObject({ shards: 3, parallelizationFactor: 2 });
  });

  it('over a queue need no shard', () => {
    const capacity = capacityOf({ ...load, transport: 'sqs' });
    expect(capacity).toMatchObject({ shards: 0, parallelizationFactor: 0, concurrency: 5, batchSize: 40 });
  });

  it('of a slow provider need more at once', () => {
    expect(capacityOf({ ...load, providerLatency: 1_000 })).toMatchObject({
      sendsAtOnce: 200,
      concurrency: 14,
    });
  });
});

describe('whatever the load', () => {
  it('the rate is reached, and no limit is passed', () => {
    fc.assert(
      fc.property(loads, (one) => {
        const capacity = capacityOf(one);
        const { providerLatency = 100, recipientsPerRecord, messagesPerSecond } = one;
        const underWay = (messagesPerSecond * providerLatency) / 1_000;
        expect(capacity.concurrency * capacity.sendsAtOnce).toBeGreaterThanOrEqual(underWay * (1 - 1e-9));
        expect(capacity.batchSize).toBeGreaterThanOrEqual(1);
        expect(capacity.batchSize).toBeLessThanOrEqual(limits.batchSize);
        const bytes = (recipientsPerRecord * (one.bytesPerRecipient ?? 120) * 4) / 3;
        expect(capacity.batchSize === 1 || capacity.batchSize * bytes <= limits.payload).toBe(true);
        expect(capacity.concurrency).toBeGreaterThanOrEqual(limits.leastConcurrency);
        if (one.transport === 'sqs') return;
        expect(capacity.shards * limits.recordsPerShard).toBeGreaterThanOrEqual(capacity.recordsPerSecond);
        expect(capacity.shards * limits.bytesPerShard).toBeGreaterThanOrEqual(capacity.bytesPerSecond);
        expect(capacity.parallelizationFactor).toBeGreaterThanOrEqual(1);
        expect(capacity.parallelizationFactor).toBeLessThanOrEqual(limits.parallelizationFactor);
        expect(capacity.shards * capacity.parallelizationFactor).toBe(capacity.concurrency);
      }),
    );
  });
});

describe('capacityProblems', () => {
  test.each([
    ['a load that can be reached', load, []],
    ['a million a minute', { ...load, messagesPerSecond: 1_000_000 / 60, providerRequestsPerSecond: 20_000 }, []],
    ['exactly enough of the provider', { ...load, providerRequestsPerSecond: 1_834 }, []],
    [
      'a provider that takes too few',
      { ...load, providerRequestsPerSecond: 1_833 },
      ['provider.requestsPerSecond: at least 1834 for 100000 messages a minute, got: 1833'],
    ],
    [
      'more invocations than the account has',
      { ...load, messagesPerSecond: 20_000, providerLatency: 10_000, providerRequestsPerSecond: 99_999 },
      [
        'messagesPerMinute: at most 800000, which 1000 concurrent executions send, got: 1200000',
        'messagesPerMinute: at most 40000, for which one item holds the rate limiter, got: 1200000',
      ],
    ],
    [
      'more reservations than an item takes',
      { ...load, messagesPerSecond: 20_000, providerRequestsPerSecond: 99_999 },
      ['messagesPerMinute: at most 1000000, for which one item holds the rate limiter, got: 1200000'],
    ],
  ] satisfies [string, Load, string[]][])('%s', (_name, one, problems) => {
    expect(capacityProblems(one)).toEqual(problems);
  });
});
