import { setTimeout } from 'node:timers/promises';
import type { KinesisStreamEvent, SQSEvent } from 'aws-lambda';
import { InvalidEnvironmentError } from '../../../lambda/mass-messaging/environment';
import { InvalidQuietHoursError, minuteOfDay } from '../../../lambda/mass-messaging/quiet-hours';
import type { MessageRecord } from '../../../lambda/mass-messaging/record';
import { createSender } from '../../../lambda/mass-messaging/sender';
import { AwsError } from '../../../lib/local/aws/service';
import type { ProviderFault } from '../../../lib/local/messaging-provider';
import { captureLines, contextOf, Local, recordOf } from './local';

let local: Local;
let capture: ReturnType<typeof captureLines>;
/** What the provider does with a recipient; the first of each that is left. */
const faults = new Map<string, (ProviderFault | undefined)[]>();

const fromQueue = (...bodies: readonly (MessageRecord | string)[]): SQSEvent =>
  ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body: textOf(body) })) }) as unknown as SQSEvent;
const fromStream = (...bodies: readonly (MessageRecord | string)[]): KinesisStreamEvent =>
  ({
    Records: bodies.map((body, index) => ({
      kinesis: { sequenceNumber: `m${index}`, data: Buffer.from(textOf(body)).toString('base64') },
    })),
  }) as unknown as KinesisStreamEvent;
const textOf = (body: MessageRecord | string): string => (typeof body === 'string' ? body : JSON.stringify(body));

const send = async (
  event: SQSEvent | KinesisStreamEvent,
  change: Partial<Local['sender']> = {},
  remaining = 30_000,
) => {
  const { batchItemFailures } = await createSender({ ...local.sender, ...change })(event, contextOf(remaining));
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};
const copies = (...ids: readonly string[]) => ids.map((id) => local.provider.accepted.get(id)?.copies ?? 0);
const laterOf = (campaign: string) =>
  local.queues.later.bodies
    .map((body) => JSON.parse(body) as MessageRecord)
    .filter(({ campaignId }) => campaignId === campaign);
const metrics = () => capture.lines.findLast((line) => '_aws' in line);

beforeAll(async () => {
  local = await Local.start({ requestsPerSecond: 1_000, fault: ({ to }) => faults.get(to)?.shift() });
});
afterAll(() => local.stop());
beforeEach(() => {
  local.faults = {};
  faults.clear();
  jest.spyOn(Math, 'random').mockReturnValue(0);
  capture = captureLines();
});
afterEach(() => {
  capture.restore();
  jest.restoreAllMocks();
});

describe.each([
  ['a queue', fromQueue],
  ['a stream', fromStream],
])('from %s', (transport, eventOf) => {
  const named = (...ids: readonly string[]) => ids.map((id) => `${id} of ${transport}`);

  it('sends to everybody once, and nothing when the record comes again', async () => {
    const campaign = `once ${transport}`;
    await local.campaign(campaign);
    const [a = '', b = '', c = ''] = named('a1', 'b1', 'c1');
    faults.set(b, ['refuse']);
    await local.put('opt-outs', { recipient: c });
    const event = eventOf(recordOf(campaign, [a, b, c]));
    expect(await send(event)).toEqual([]);
    expect(metrics()).toMatchObject({ Delivered: 1, Refused: 1, OptedOut: 1, ProviderRequests: 2, service: 'sender' });
    const { requests } = local.provider.statistics;
    expect(await send(event)).toEqual([]);
    expect(local.provider.statistics.requests).toBe(requests);
    expect(copies(a, b, c)).toEqual([1, 0, 0]);
    expect(local.outcomes(campaign)).toEqual({ [a]: ['delivered'], [b]: ['refused'], [c]: ['opted-out'] });
  });

  it('tries again at once what may pass, with the same key', async () => {
    const campaign = `retried ${transport}`;
    await local.campaign(campaign);
    const [a = ''] = named('a2');
    faults.set(a, ['error before', 'reset before', 'error after', 'reset after']);
    expect(await send(eventOf(recordOf(campaign, [a])))).toEqual([]);
    expect(copies(a)).toEqual([1]);
    expect(local.lines.find(({ recipient }) => recipient === a)).toMatchObject({ outcome: 'delivered' });
  });

  it('fails poison alone', async () => {
    const campaign = `poison ${transport}`;
    await local.campaign(campaign);
    const [a = '', b = ''] = named('a3', 'b3');
    const event = eventOf(recordOf(campaign, [a]), '{"campaignId":', recordOf(campaign, [b], 1));
    expect(await send(event)).toEqual(['m1']);
    expect(copies(a, b)).toEqual([1, 1]);
    expect(metrics()).toMatchObject({ Poison: 1, Delivered: 2 });
  });

  it('fails alone what belongs to no campaign', async () => {
    const campaign = `known ${transport}`;
    await local.campaign(campaign);
    const [a = '', b = ''] = named('a4', 'b4');
    expect(await send(eventOf(recordOf('unknown', [a]), recordOf(campaign, [b])))).toEqual(['m0']);
    expect(copies(a, b)).toEqual([0, 1]);
  });

  it('sends copies of a record in one batch once', async () => {
    const campaign = `copies ${transport}`;
    await local.campaign(campaign);
    const [a = ''] = named('a5');
    const record = recordOf(campaign, [a]);
    expect(await send(eventOf(record, record))).toEqual([]);
    expect(local.outcomes(campaign)).toEqual({ [a]: ['delivered'] });
  });
});

it('puts off who fails again and again, then gives up, and sends when the dead letter is redriven', async () => {
  await local.campaign('given up');
  const always = Array<ProviderFault>(15).fill('error before');
  faults.set('bad', [...always]);
  let record = recordOf('given up', ['good', 'bad']);
  for (const receives of [1, 2]) {
    expect(await send(fromQueue(record))).toEqual([]);
    expect(laterOf('given up')).toEqual(Array(receives).fill(record));
    expect(metrics()).toMatchObject({ LeftOver: 1, DeadLettered: 0, ProviderErrors: 5 });
  }
  expect(await send(fromQueue(record))).toEqual([]);
  expect(laterOf('given up')).toHaveLength(2);
  expect(local.outcomes('given up')).toEqual({ good: ['delivered'], bad: ['dead-lettered'] });
  expect(metrics()).toMatchObject({ DeadLettered: 1 });

  record = JSON.parse(local.queues.deadLetters.bodies.at(-1) ?? '') as MessageRecord;
  expect(record.redrive).toBe(1);
  expect(await send(fromQueue(record, record))).toEqual([]);
  expect(local.outcomes('given up')).toEqual({ good: ['delivered'], bad: ['dead-lettered', 'delivered'] });
  expect(copies('good', 'bad')).toEqual([1, 1]);
  expect(await send(fromQueue(record))).toEqual([]);
  expect(copies('bad')).toEqual([1]);
});

it('hands back who is in quiet hours, and sends to the others', async () => {
  await local.campaign('quiet');
  const minute = minuteOfDay(Date.now(), 'UTC');
  const text = (minutes: number) => new Date(((minutes + 1_440) % 1_440) * 60_000).toISOString().slice(11, 16);
  const quietHours = `${text(minute - 60)}-${text(minute + 60)}`;
  const record: MessageRecord = {
    ...recordOf('quiet', ['q awake', 'q asleep']),
    recipients: [
      ...recordOf('quiet', ['q awake'], 0, 'Etc/GMT+6').recipients,
      ...recordOf('quiet', ['q asleep']).recipients,
    ],
  };
  expect(await send(fromStream(record), { quietHours })).toEqual([]);
  expect(local.outcomes('quiet')).toEqual({ 'q awake': ['delivered'] });
  expect(laterOf(record.campaignId)).toEqual([record]);
  expect(metrics()).toMatchObject({ Held: 1, Delivered: 1 });
  expect(await send(fromQueue(record))).toEqual([]);
  expect(local.outcomes('quiet')).toEqual({ 'q awake': ['delivered'], 'q asleep': ['delivered'] });
  expect(copies('q awake', 'q asleep')).toEqual([1, 1]);
});

it('sends nothing more when the campaign is stopped', async () => {
  await local.campaign('halted', 'stopped');
  expect(await send(fromQueue(recordOf('halted', ['h1', 'h2'])))).toEqual([]);
  expect(local.outcomes('halted')).toEqual({ h1: ['stopped'], h2: ['stopped'] });
  expect(copies('h1', 'h2')).toEqual([0, 0]);
});

it('stops in the middle of a batch', async () => {
  await local.campaign('midway');
  const ids = Array.from({ length: 80 }, (_, index) => `midway ${index}`);
  const sending = send(fromQueue(recordOf('midway', ids)), { requestsPerSecond: '20' });
  while (copies(...ids).every((count) => count === 0)) await setTimeout(20);
  await local.campaign('midway', 'stopped');
  expect(await sending).toEqual([]);
  const ends = Object.values(local.outcomes('midway')).flat();
  expect(ends).toHaveLength(80);
  const delivered = ends.filter((end) => end === 'delivered').length;
  // 18 a second of 20 while it remembers that the campaign runs, for a second or so; without the stop all 80.
  expect(delivered).toBeGreaterThan(0);
  expect(delivered).toBeLessThan(80);
  expect(copies(...ids).reduce((sum, count) => sum + count, 0)).toBe(delivered);
});

it('puts off who had no turn', async () => {
  await local.campaign('starved');
  const ids = Array.from({ length: 30 }, (_, index) => `starved ${index}`);
  const record = recordOf('starved', ids);
  expect(await send(fromStream(record), { requestsPerSecond: '1', maxReceives: '1' }, 4_000)).toEqual([]);
  expect(metrics()?.RateLimiterStarved).toBeGreaterThan(0);
  expect(metrics()).toMatchObject({ DeadLettered: 0 });
  expect(laterOf(record.campaignId)).toEqual([record]);
});

describe('a commit that fails', () => {
  const ledgerFails = (times: number) => {
    let left = times;
    local.faults = {
      onCall: ({ operation, input }) => {
        if (operation !== 'PutItem' || input.TableName !== 'ledger' || left === 0) return undefined;
        left -= 1;
        return new AwsError('InternalServerError', 'try again', 500);
      },
    };
  };

  it('lets the record come again, which sends nothing twice', async () => {
    await local.campaign('no ledger');
    ledgerFails(99);
    const event = fromQueue(recordOf('no ledger', ['n1']));
    expect(await send(event)).toEqual(['m0']);
    ledgerFails(0);
    expect(await send(event)).toEqual([]);
    expect(copies('n1')).toEqual([1]);
    expect(local.outcomes('no ledger')).toEqual({ n1: ['delivered', 'delivered'] });
  });

  it('puts results again that Firehose did not take, and only those', async () => {
    await local.campaign('firehose');
    let failures = 3;
    const onRecord = ({ service }: { readonly service: string }) => {
      if (service !== 'firehose' || failures === 0) return undefined;
      failures -= 1;
      return new AwsError('ServiceUnavailableException', 'Slow down.', 500);
    };
    local.faults = { onRecord };
    expect(await send(fromQueue(recordOf('firehose', ['f1'])))).toEqual([]);
    expect(local.outcomes('firehose')).toEqual({ f1: ['delivered'] });
  });

  it('acknowledges nothing whose results are not written', async () => {
    await local.campaign('no results');
    local.faults = {
      onRecord: ({ service }) =>
        service === 'firehose' ? new AwsError('ServiceUnavailableException', 'Slow down.', 500) : undefined,
    };
    expect(await send(fromQueue(recordOf('no results', ['r1'])))).toEqual(['m0']);
  });
});

it('uses the key of the provider', async () => {
  await local.campaign('keyed');
  local.aws.secrets.set('provider-key', 'secret');
  expect(await send(fromQueue(recordOf('keyed', ['k1'])), { providerSecretName: 'provider-key' })).toEqual([]);
  expect(copies('k1')).toEqual([1]);
  expect(await send(fromQueue(recordOf('keyed', ['k2'], 1)), { providerSecretName: 'missing' })).toEqual([]);
  expect(metrics()).toMatchObject({ LeftOver: 1 });
  expect(copies('k2')).toEqual([0]);
});

test.each([
  ['no pace', { requestsPerSecond: '0' }, InvalidEnvironmentError],
  ['no connections', { sendsAtOnce: '' }, InvalidEnvironmentError],
  ['no tries', { maxReceives: '0' }, InvalidEnvironmentError],
  ['strange hours', { quietHours: 'at night' }, InvalidQuietHoursError],
])('refuses %s', (_name, change, error) => {
  expect(() => createSender({ ...local.sender, ...change })).toThrow(error);
});
