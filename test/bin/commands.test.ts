import { send } from '../../bin/commands/send';
import { sweep } from '../../bin/commands/sweep';
import { removeAssemblies, synthesize } from '../../bin/commands/synthesize';
import { withLocalRun } from '../../lib/auto-tagging/local-run';
import { slackText } from '../../lib/auto-tagging/slack-text';
import { startLocalAws } from '../../lib/local/aws/local-aws';
import { AwsError } from '../../lib/local/aws/service';
import { RealClock } from '../../lib/local/real-clock';
import { queueCreated } from './cli';

afterAll(removeAssemblies);

const { env } = process;
afterEach(() => {
  process.env = { ...env };
  jest.restoreAllMocks();
});

/** What a command prints. */
async function printedBy(command: () => Promise<void>): Promise<string> {
  let output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
  try {
    await command();
  } finally {
    jest.restoreAllMocks();
  }
  return output;
}

describe('send', () => {
  test('puts a sample on the bus that comes out on Slack as not mapped', async () => {
    await withLocalRun({ assembly: synthesize(() => {}) }, async ({ aws, slack, pipeline }) => {
      process.env.AWS_ENDPOINT_URL = aws.url;
      expect(await printedBy(() => send(undefined))).toMatch(/^sent [0-9a-f-]+\n$/);
      await pipeline.run();
      expect(pipeline.outcomes).toMatchObject([
        { record: { eventSource: 'sample.amazonaws.com', eventName: 'CreateSample', outcome: 'unmapped' } },
      ]);
      expect(slack.messages.map(({ body }) => slackText(body))).toEqual([
        expect.stringContaining('Auto-tagging: 1 not mapped'),
      ]);
      expect(pipeline.deadLetters).toEqual([]);
    });
  });

  test('says what the bus has against it', async () => {
    const onEntry = () => new AwsError('InternalFailure', 'out of order');
    const aws = await startLocalAws({ clock: new RealClock(), faults: { onEntry } });
    try {
      process.env.AWS_ENDPOINT_URL = aws.url;
      await expect(send(undefined)).rejects.toThrow('the bus refused an event: InternalFailure out of order');
    } finally {
      await aws.stop();
    }
  });
});

describe('sweep', () => {
  test('prints what was never tagged, of the Region and of the global services, and queues nothing', async () => {
    const aws = await startLocalAws({ clock: new RealClock() });
    try {
      const here = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;
      aws.inventory.add(here('a'));
      aws.inventory.add(here('tagged'), { any: 'tag' });
      const made = { eventSource: 'dynamodb.amazonaws.com', eventName: 'CreateTable', awsRegion: 'us-east-1' };
      const record = queueCreated('a', { ...made, eventTime: new Date().toISOString() });
      aws.trail.push({ resourceNames: ['a', here('a')], record });
      process.env.AWS_ENDPOINT_URL = aws.url;
      process.env.AWS_REGION = 'us-east-1';
      const printed = await printedBy(() => sweep({ json: true }));
      expect(
        printed
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toMatchObject([{ arn: here('a'), eventName: 'CreateTable', creator: 'arn:aws:iam::123456789012:user/ana' }]);
      expect(aws.calls.filter(({ operation }) => operation === 'ListResources')).toHaveLength(2);
      expect(new Set(aws.calls.map(({ service }) => service))).toEqual(new Set(['resource-explorer-2', 'cloudtrail']));
      expect(await printedBy(() => sweep({}))).toMatch(
        /arn:aws:dynamodb:us-east-1:123456789012:table\/a +arn:aws:iam::123456789012:user\/ana +CreateTable\n1 never tagged in us-east-1/,
      );
    } finally {
      await aws.stop();
    }
  });

  test('says in one line what AWS has against it', async () => {
    const onCall = () => new AwsError('AccessDeniedException', 'not you\nnot here', 403);
    const aws = await startLocalAws({ clock: new RealClock(), faults: { onCall } });
    try {
      process.env.AWS_ENDPOINT_URL = aws.url;
      const failure = printedBy(() => sweep({}));
      await expect(failure).rejects.toThrow(/^AWS did not let the sweep look: AccessDeniedException: not you$/);
    } finally {
      await aws.stop();
    }
  });
});
