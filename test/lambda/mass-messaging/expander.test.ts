import { UnknownCampaignError } from '../../../lambda/mass-messaging/campaign';
import { InvalidEnvironmentError } from '../../../lambda/mass-messaging/environment';
import { createExpander } from '../../../lambda/mass-messaging/expander';
import type { MessageRecord } from '../../../lambda/mass-messaging/record';
import { EntriesLeftError } from '../../../lambda/mass-messaging/retry';
import { AwsError } from '../../../lib/local/aws/service';
import { captureLines, contextOf, Local } from './local';

let local: Local;
let capture: ReturnType<typeof captureLines>;

const items = (...ids: readonly string[]) =>
  ids.map((id, index) => ({ index, value: { id, address: id, timeZone: 'UTC' } }));
const batch = (campaignId: string, ...ids: readonly string[]) => ({ BatchInput: { campaignId }, Items: items(...ids) });

/** Records of a campaign on the transport, in order of their positions. */
function records(bodies: readonly string[], campaignId: string): readonly MessageRecord[] {
  const all = bodies.map((body) => JSON.parse(body) as MessageRecord);
  return all.filter((record) => record.campaignId === campaignId).sort((a, b) => a.record - b.record);
}
const onStream = (campaignId: string) =>
  records(
    local.stream.shards.flatMap((shard) => [...shard.records.values()].map(({ data }) => data.toString())),
    campaignId,
  );
const onQueue = (campaignId: string) => records(local.queues.transport.bodies, campaignId);

beforeAll(async () => {
  local = await Local.start();
});
afterAll(() => local.stop());
beforeEach(() => {
  local.faults = {};
  jest.spyOn(Math, 'random').mockReturnValue(0);
  capture = captureLines();
});
afterEach(() => {
  capture.restore();
  jest.restoreAllMocks();
});

const onEither = [
  ['a stream', () => local.expander, onStream],
  [
    'a queue',
    () => ({ ...local.expander, streamName: '', queueUrl: `${local.aws.url}/123456789012/transport` }),
    onQueue,
  ],
] as const;

describe.each(onEither)('on %s', (transport, environment, read) => {
  it('puts packed records, and tells what is invalid', async () => {
    const id = `packed ${transport}`;
    await local.campaign(id);
    const expand = createExpander(environment());
    const output = await expand(batch(id, 'a', '', 'b', 'c', 'a', 'd', 'e'), contextOf());
    expect(output).toEqual({ records: 3, recipients: 5, invalid: 2, stopped: 0 });
    const found = read(id).map(({ record, recipients }) => [record, recipients.map((recipient) => recipient.id)]);
    expect(found).toEqual([
      [0, ['a', 'b']],
      [3, ['c', 'd']],
      [6, ['e']],
    ]);
    const lines = local.lines.filter(({ campaign }) => campaign === id);
    expect(lines.map(({ recipient, position, outcome, reason }) => [recipient, position, outcome, reason])).toEqual([
      ['', 1, 'invalid', 'id: 1 to 64 printable characters'],
      ['a', 4, 'invalid', 'id: is in the audience before'],
    ]);
    const metrics = capture.lines.find((line) => '_aws' in line);
    expect(metrics).toMatchObject({ Records: 3, Invalid: 2, Stopped: 0, PutRetries: 0, service: 'expander' });
  });

  it('makes the same records when the batch comes again', async () => {
    const id = `again ${transport}`;
    await local.campaign(id);
    const expand = createExpander(environment());
    for (const _ of [1, 2]) await expand(batch(id, 'a', 'b', 'c'), contextOf());
    const [first, second, ...rest] = read(id);
    expect(first).toEqual(second);
    expect(rest).toHaveLength(2);
  });

  it('puts again what was not taken, and only that', async () => {
    const id = `retried ${transport}`;
    await local.campaign(id);
    let failures = 0;
    const onRecord = ({ data }: { readonly data: Buffer }) => {
      if (!data.toString().includes('"b"') || failures === 2) return undefined;
      failures += 1;
      return new AwsError('InternalFailure', 'try again', 500);
    };
    local.faults = { onRecord };
    await createExpander({ ...environment(), recipientsPerRecord: '1' })(batch(id, 'a', 'b', 'c'), contextOf());
    expect(read(id).map(({ record }) => record)).toEqual([0, 1, 2]);
    expect(capture.lines.find((line) => '_aws' in line)).toMatchObject({ PutRetries: 2 });
  });

  it('fails when a record is never taken, so that the batch is tried again', async () => {
    const id = `refused ${transport}`;
    await local.campaign(id);
    local.faults = { onRecord: () => new AwsError('InternalFailure', 'never', 500) };
    const expansion = createExpander(environment())(batch(id, 'a'), contextOf());
    await expect(expansion).rejects.toThrow(EntriesLeftError);
  });
});

it('puts nothing for a stopped campaign, and says so of everybody', async () => {
  await local.campaign('stopped', 'stopped');
  const output = await createExpander(local.expander)(batch('stopped', 'a', 'b', 'c', ''), contextOf());
  expect(output).toEqual({ records: 0, recipients: 0, invalid: 1, stopped: 3 });
  expect(onStream('stopped')).toEqual([]);
  expect(local.outcomes('stopped')).toEqual({ a: ['stopped'], b: ['stopped'], c: ['stopped'], '': ['invalid'] });
});

it('expands nothing for a campaign that nobody claimed', async () => {
  await expect(createExpander(local.expander)(batch('nobody', 'a'), contextOf())).rejects.toThrow(UnknownCampaignError);
});

test.each([
  ['no transport', { streamName: '' }],
  ['two transports', { queueUrl: 'http://queue' }],
  ['an empty record', { recipientsPerRecord: '0' }],
  ['a record that is too large', { recipientsPerRecord: '101' }],
  ['no number', { recipientsPerRecord: '' }],
])('refuses %s', (_name, change) => {
  expect(() => createExpander({ ...local.expander, ...change })).toThrow(InvalidEnvironmentError);
});
