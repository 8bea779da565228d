import type { Transport } from '../../../lib/mass-messaging/config';
import { proveTransports } from '../../../lib/mass-messaging/proofs/both-transports';
import { proveCapacity, sustained } from '../../../lib/mass-messaging/proofs/capacity-reaches-the-rate';
import { proveCrashes } from '../../../lib/mass-messaging/proofs/crash-at-every-point';
import { proveBadDay } from '../../../lib/mass-messaging/proofs/every-recipient-ends-once';
import { mostInASecond, proveLimit } from '../../../lib/mass-messaging/proofs/never-over-the-limit';
import { proveNoDuplicates } from '../../../lib/mass-messaging/proofs/no-duplicates';
import { proveStop } from '../../../lib/mass-messaging/proofs/stopped-campaign-stops';
import type { ProofContext } from '../../../lib/proof/claim';
import {
  type Breakage,
  breakAssembly,
  brokenAssembly,
  goodAssembly,
  type Properties,
  removeAssemblies,
} from './broken-assembly';

let kinesis: string;
let sqs: string;

beforeAll(() => {
  kinesis = goodAssembly('kinesis');
  sqs = goodAssembly('sqs');
});

afterAll(removeAssemblies);

const contextOf = (assembly: string): ProofContext => ({ assembly, progress: () => {} });
const broken = async (breakage: Breakage, good = kinesis) => contextOf(await brokenAssembly(good, breakage));

const withoutKey: Breakage = {
  source: {
    of: 'Sender',
    file: 'lambda/mass-messaging/provider.ts',
    replace: "'idempotency-key': message.idempotencyKey,",
    by: '',
  },
};

/** Sets a variable of the sender. */
const variable = (name: string, value: string): Breakage => ({
  template: {
    type: 'AWS::Lambda::Function',
    change: ({ Environment }) => {
      const { Variables = {} } = (Environment ?? {}) as { Variables?: Properties };
      if (name in Variables) Variables[name] = value;
    },
  },
});

const mapping = (change: (properties: Properties) => void): Breakage => ({
  template: {
    type: 'AWS::Lambda::EventSourceMapping',
    change: (properties) => {
      if ('BisectBatchOnFunctionError' in properties) change(properties);
    },
  },
});

describe('mass-messaging/every-recipient-ends-once', () => {
  const FEW = 500;

  test('holds', async () => {
    expect((await proveBadDay(contextOf(kinesis), FEW)).notes).toEqual([]);
    expect((await proveBadDay(contextOf(sqs), FEW)).notes).toEqual([]);
  });

  test.each<[string, Breakage, RegExp]>([
    ['a sender without idempotency key', withoutKey, /got [2-9] copies/],
    [
      'a sender that reports no failure',
      {
        source: {
          of: 'Sender',
          file: 'lambda/mass-messaging/sender/deliveries.ts',
          replace: 'failed.has(id) ? [id] : []',
          by: 'failed.has(id) ? [] : []',
        },
      },
      /of 3 poisoned records kept/,
    ],
    [
      'a sender that heeds no opt-outs',
      {
        source: {
          of: 'Sender',
          file: 'lambda/mass-messaging/opt-outs.ts',
          replace: 'return found;',
          by: 'return found.size < 0 ? found : new Set();',
        },
      },
      /got a message, and is opted-out/,
    ],
    ['no quiet hours', variable('QUIET_HOURS', ''), /was written to at night/],
    [
      'a mapping that does not bisect',
      mapping((properties) => {
        properties.BisectBatchOnFunctionError = false;
      }),
      /good records were given up/,
    ],
    [
      'a mapping without a destination for what it gives up',
      mapping((properties) => {
        delete properties.DestinationConfig;
      }),
      /0 of 3 poisoned records kept/,
    ],
    [
      'an expander that tells nothing of invalid lines',
      {
        source: {
          of: 'Expander',
          file: 'lambda/mass-messaging/expander.ts',
          replace: '[...lines, ...stopped]',
          by: '[...stopped]',
        },
      },
      /ended as nothing instead of invalid/,
    ],
  ])('does not hold with %s', async (_, breakage, note) => {
    const verdict = await proveBadDay(await broken(breakage), FEW);
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toMatch(note);
  });
});

describe('mass-messaging/both-transports', () => {
  test('holds', async () => {
    expect(await proveTransports(contextOf(''), 300)).toMatchObject({ holds: true, notes: [] });
  });

  test.each<[Transport, string, string]>([
    ['sqs', 'a queue is told the first failure only', 'ids.slice(0, 1)'],
    ['kinesis', 'a stream is told no failure', 'isStream ? [] : ids'],
  ])('does not hold over %s when %s, and does over the other', async (transport, _, by) => {
    const replace = 'isStream ? ids.slice(0, 1) : ids';
    const source = { of: 'Sender', file: 'lambda/mass-messaging/sender/deliveries.ts', replace, by } as const;
    const verdict = await proveTransports(contextOf(''), 300, (_transport, assembly) =>
      breakAssembly(assembly, { source }),
    );
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toMatch(/of 3 poisoned records kept/);
    expect(verdict.notes.filter((note) => !note.startsWith(`${transport}: `))).toEqual([]);
  });
});

describe('mass-messaging/crash-at-every-point', () => {
  test('holds', async () => {
    const verdict = await proveCrashes(contextOf(kinesis), 3);
    expect(verdict.notes).toEqual([]);
    expect(verdict.figures['of them in the sender']).toBeGreaterThan(15);
  });

  test('does not hold with a sender without idempotency key', async () => {
    const verdict = await proveCrashes(await broken(withoutKey), 3);
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toMatch(/got 2 copies/);
  });
});

describe('mass-messaging/never-over-the-limit', () => {
  test('holds', async () => {
    expect((await proveLimit(contextOf(kinesis), 2_400)).notes).toEqual([]);
  });

  test('does not hold with a limiter that counts twice as many', async () => {
    const source = {
      of: 'Sender',
      file: 'lambda/mass-messaging/rate/slots.ts',
      replace: 'return (requestsPerSecond * 1_000)',
      by: 'return (requestsPerSecond * 2_000)',
    } as const;
    const verdict = await proveLimit(
      await broken({ source, ...variable('PROVIDER_REQUESTS_PER_SECOND', '600') }),
      1_000,
    );
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toMatch(/with 429/);
  });

  test('the most of any second, whatever the order', () => {
    expect(mostInASecond([3_000, 0, 999, 1_000, 1_500, 2_001])).toBe(3);
  });
});

describe('mass-messaging/stopped-campaign-stops', () => {
  test('holds', async () => {
    expect(await proveStop(contextOf(sqs), 2_500)).toMatchObject({ holds: true, notes: [] });
  });

  test('does not hold with handlers that know no stop', async () => {
    const source = {
      of: 'Sender',
      file: 'lambda/mass-messaging/campaign.ts',
      replace: "?.S === 'stopped'",
      by: "?.S === 'halted'",
    } as const;
    const verdict = await proveStop(await broken({ source }, sqs), 2_500);
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toMatch(/nobody ended as stopped/);
  });
});

describe('mass-messaging/no-duplicates', () => {
  test('holds, and shows what the usual ones do', async () => {
    const verdict = await proveNoDuplicates(contextOf(kinesis), 300);
    expect(verdict.notes).toEqual([]);
    expect(verdict.figures['1 % failures: the answer']).toMatch(/^1\.00 copies a message, 0\.0 %/);
    expect(verdict.figures['1 % failures: an error for the whole batch']).not.toMatch(/^1\.00/);
  });

  test('does not hold with a sender without idempotency key', async () => {
    expect((await proveNoDuplicates(await broken(withoutKey), 300)).holds).toBe(false);
  });
});

describe('mass-messaging/capacity-reaches-the-rate', () => {
  test('holds', async () => {
    expect(await proveCapacity(contextOf(kinesis), 4_000)).toMatchObject({ holds: true, notes: [] });
  });

  test('does not hold with a few connections', async () => {
    const verdict = await proveCapacity(await broken(variable('SENDS_AT_ONCE', '5')), 500);
    expect(verdict.holds).toBe(false);
  });

  test('the rate of the faster half', () => {
    expect(sustained([0, 1_000, 2_000, 2_100, 2_200, 2_300, 3_300, 4_300])).toBeCloseTo(4_000 / 1_300, 1);
  });
});
