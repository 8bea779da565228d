import * as fc from 'fast-check';
import { readAudience } from '../../../lib/mass-messaging/audience-reader';
import { type CampaignRequest, stopCampaign } from '../../../lib/mass-messaging/expansion';
import { type LocalRun, runCampaign, withLocalRun } from '../../../lib/mass-messaging/local-run';
import { ResultBook } from '../../../lib/mass-messaging/result-book';
import { goodAssembly, removeAssemblies } from './broken-assembly';

const linesOf = (text: string, format: 'CSV' | 'JSONL') => [...readAudience(Buffer.from(text), format)];

describe('readAudience', () => {
  test.each([
    [
      'rows by the header',
      'id,address\na,1\nb,2',
      [
        { id: 'a', address: '1' },
        { id: 'b', address: '2' },
      ],
    ],
    [
      'missing columns are empty, surplus ones dropped',
      'id,address\na\nb,2,3',
      [
        { id: 'a', address: '' },
        { id: 'b', address: '2' },
      ],
    ],
    ['quotes and Windows line ends', 'id,address\r\n"a,""x""",1\r\n\r\n', [{ id: 'a,"x"', address: '1' }]],
    ['nobody', 'id,address\n', []],
  ])('CSV: %s', (_, text, items) => {
    expect(linesOf(text, 'CSV')).toEqual(items);
  });

  test('JSON Lines', () => {
    expect(linesOf('{"id":"a"}\n\n"x"\n', 'JSONL')).toEqual([{ id: 'a' }, 'x']);
  });

  test('gives back what was quoted', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), (rows) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ['id,address', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        expect(linesOf(text, 'CSV')).toEqual(rows.map(([id, address]) => ({ id, address })));
      }),
    );
  });
});

describe('ResultBook', () => {
  const line = (recipient: string, outcome: string, position = 0) =>
    `${JSON.stringify({ recipient, outcome, position })}\n`;

  test('takes one line a recipient, delivered before any other', () => {
    const book = new ResultBook();
    book.read(Buffer.from(line('a', 'dead-lettered') + line('a', 'delivered') + line('a', 'dead-lettered')));
    book.read(Buffer.from(line('', 'invalid', 7)));
    expect([...book.endOf]).toEqual([
      ['a', 'delivered'],
      ['line 7', 'invalid'],
    ]);
    expect(book.lines).toBe(4);
    expect(book.counts).toMatchObject({ delivered: 1, invalid: 1, 'dead-lettered': 0 });
  });

  test('tells what is malformed', () => {
    const book = new ResultBook();
    book.read(Buffer.from(line('a', 'gone')));
    book.read(Buffer.from(line('a', 'stopped').trimEnd()));
    expect(book.malformed).toHaveLength(2);
  });
});

describe.each(['kinesis', 'sqs'] as const)('a campaign over %s', (transport) => {
  let assembly: string;
  beforeAll(() => {
    assembly = goodAssembly(transport);
  });
  afterAll(removeAssemblies);

  const request = (text = 'Hello', key = 'people.jsonl'): CampaignRequest => {
    const people = ['a', 'b'].map((id) => JSON.stringify({ id, address: `to-${id}`, timeZone: 'Asia/Seoul' }));
    return { campaignId: 'c', text, audience: { key, object: Buffer.from(people.join('\n')) } };
  };
  const run = <Result>(use: (run: LocalRun) => Promise<Result>) => withLocalRun({ assembly }, use);

  test('is delivered from JSON Lines, and the same request again sends nothing', async () => {
    await run(async (local) => {
      expect(await runCampaign(local, request())).toEqual({ batches: 1, repeated: 0, items: 2 });
      await runCampaign(local, request());
      expect([...local.provider.accepted].map(([to, { copies }]) => [to, copies])).toEqual([
        ['to-a', 1],
        ['to-b', 1],
      ]);
      expect(local.provider.statistics.requests).toBe(2);
      expect(local.aws.unknownCalls).toEqual([]);
    });
  });

  test('is refused when its id has another content', async () => {
    await run(async (local) => {
      await runCampaign(local, request());
      await expect(runCampaign(local, request('Bye'))).rejects.toThrow('CampaignIdTaken');
      await expect(runCampaign(local, request('Hello', 'others.jsonl'))).rejects.toThrow('CampaignIdTaken');
    });
  });

  test.each<[string, Partial<CampaignRequest>]>([
    ['an id with other characters', { campaignId: 'a b' }],
    ['no id', { campaignId: undefined }],
    ['an empty text', { text: '' }],
    ['too long a text', { text: 'x'.repeat(1_001) }],
    ['an audience of another format', { audience: { key: 'people.txt', object: Buffer.from('') } }],
    ['a time that is too far ahead', { sendAt: '2026-01-20T00:00:00Z' }],
  ])('is refused with %s', async (_, change) => {
    await run(async (local) => {
      const asked = { ...request(), ...change } as CampaignRequest;
      await expect(runCampaign(local, asked)).rejects.toThrow('InvalidRequest');
      expect(local.provider.statistics.requests).toBe(0);
    });
  });

  test('waits for its time', async () => {
    await run(async (local) => {
      const sendAt = new Date(local.clock.now() + 3_600_000).toISOString();
      await runCampaign(local, { ...request('x'.repeat(1_000)), sendAt });
      expect(local.provider.statistics.firstAt).toBeGreaterThanOrEqual(Date.parse(sendAt));
    });
  });

  test('that was stopped is not sent when it is asked for again', async () => {
    await run(async (local) => {
      await runCampaign(local, request());
      await stopCampaign(local.pipeline, 'c');
      await expect(runCampaign(local, request())).rejects.toThrow('CampaignStopped');
    });
  });

  test('fails when a batch fails more often than it is retried', async () => {
    const crashAt = ({ function: id }: { readonly function: string }) => id === 'Expander';
    const failing = withLocalRun({ assembly, crashAt }, async (local) => runCampaign(local, request()));
    await expect(failing).rejects.toThrow('crashed');
  });
});
