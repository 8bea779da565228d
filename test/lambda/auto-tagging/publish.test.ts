import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PublishError, publish, type TypedFinding } from '../../../lambda/auto-tagging/publish';
import { type Call, entriesOf, error, FakeAws } from './factories';

const aws = new FakeAws();
let eventBridge: EventBridgeClient;

function findings(count: number): readonly TypedFinding[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'ResourceTagged',
    finding: {
      id: `ResourceTagged#${index}`,
      arn: `arn:aws:sqs:us-east-1:111122223333:q${index}`,
      resourceType: 'sqs:queue',
      resourceName: `q${index}`,
      accountId: '111122223333',
      region: 'us-east-1',
      owner: 'ann',
      creator: '',
      tool: '',
      eventId: `e${index}`,
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      eventTime: '2026-03-01T00:00:00Z',
      tags: {},
      reason: '',
    },
  }));
}

const idsOf = (call: Call) => entriesOf(call).map(({ Detail }) => JSON.parse(String(Detail)).eventId as string);

beforeAll(async () => {
  await aws.start();
  eventBridge = new EventBridgeClient({ maxAttempts: 1 });
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.reset();
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

describe('publish', () => {
  it('calls nobody for nothing', async () => {
    await publish(eventBridge, 'bus', []);
    expect(aws.calls).toEqual([]);
  });

  it('sends ten entries a call, each once', async () => {
    await publish(eventBridge, 'bus', findings(25));
    expect(
      aws
        .of('PutEvents')
        .map((call) => entriesOf(call).length)
        .sort(),
    ).toEqual([10, 10, 5]);
    expect(new Set(aws.of('PutEvents').flatMap(idsOf)).size).toBe(25);
    const [entry] = aws.of('PutEvents').flatMap(entriesOf);
    expect(entry).toMatchObject({ EventBusName: 'bus', Source: 'takehome.auto-tagging', DetailType: 'ResourceTagged' });
  });

  it('sends again only what failed', async () => {
    let calls = 0;
    aws.on('PutEvents', (call) => {
      calls += 1;
      const Entries = entriesOf(call).map((_, i) => (calls === 1 && i === 2 ? { ErrorCode: 'X' } : { EventId: 'e' }));
      return { json: { FailedEntryCount: calls === 1 ? 1 : 0, Entries } };
    });
    await publish(eventBridge, 'bus', findings(5));
    expect(aws.of('PutEvents').map(idsOf)).toEqual([['e0', 'e1', 'e2', 'e3', 'e4'], ['e2']]);
  });

  it('gives up after four attempts and names the count and the reason', async () => {
    aws.on('PutEvents', () => error('InternalException', 'down', 500));
    const published = publish(eventBridge, 'bus', findings(3));
    await expect(published).rejects.toThrow(PublishError);
    await expect(published).rejects.toThrow(/3 findings were not published: .*InternalException/);
    expect(aws.of('PutEvents')).toHaveLength(4);
  });
});
