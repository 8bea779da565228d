import type { ExpanderEnvironment, SenderEnvironment } from '../../../lambda/mass-messaging/environment';
import { tableKeys } from '../../../lambda/mass-messaging/keys';
import type { ResultLine } from '../../../lambda/mass-messaging/outcome';
import type { MessageRecord } from '../../../lambda/mass-messaging/record';
import type { Faults } from '../../../lib/local/aws/faults';
import { type LocalAws, startLocalAws } from '../../../lib/local/aws/local-aws';
import { DeliveryStream } from '../../../lib/local/firehose';
import { Stream } from '../../../lib/local/kinesis';
import {
  type LocalMessagingProvider,
  type LocalMessagingProviderOptions,
  startLocalMessagingProvider,
} from '../../../lib/local/messaging-provider';
import { Queue } from '../../../lib/local/queue';
import { RealClock } from '../../../lib/local/real-clock';

type Variables<Contract> = Readonly<Record<keyof Contract, string>>;

/** What both handlers talk to, on this machine and by the clock on the wall. */
export class Local {
  readonly lines: ResultLine[] = [];
  /** Called for each record that is written to a transport or to Firehose, and each call. May be replaced by a test. */
  faults: Faults = {};
  readonly queues: Readonly<Record<'transport' | 'later' | 'deadLetters', Queue>>;
  readonly stream: Stream;
  readonly sender: Variables<typeof SenderEnvironment>;
  readonly expander: Variables<typeof ExpanderEnvironment>;

  private constructor(
    readonly clock: RealClock,
    readonly aws: LocalAws,
    readonly provider: LocalMessagingProvider,
  ) {
    const addQueue = (name: string): Queue => {
      const queue = new Queue({ clock, name, arn: `arn:aws:sqs:us-east-1:123456789012:${name}` });
      aws.addQueue(queue);
      return queue;
    };
    const urlOf = (name: string): string => `${aws.url}/${aws.accountId}/${name}`;
    this.queues = { transport: addQueue('transport'), later: addQueue('later'), deadLetters: addQueue('dead-letters') };
    this.stream = new Stream({ clock, name: 'stream', shardCount: 2 });
    aws.addStream(this.stream);
    const results = new DeliveryStream('results');
    aws.addDeliveryStream(results);
    results.onRecord((data) => {
      for (const line of data.toString().trimEnd().split('\n')) this.lines.push(JSON.parse(line) as ResultLine);
    });
    const shared = { campaignTableName: 'campaigns', deliveryStreamName: 'results' };
    this.expander = { ...shared, streamName: 'stream', queueUrl: '', recipientsPerRecord: '2' };
    this.sender = {
      ...shared,
      ledgerTableName: 'ledger',
      optOutTableName: 'opt-outs',
      rateTableName: 'rates',
      laterQueueUrl: urlOf('later'),
      deadLetterQueueUrl: urlOf('dead-letters'),
      providerUrl: provider.url,
      providerSecretName: '',
      requestsPerSecond: '1000',
      quietHours: '',
      maxReceives: '3',
      sendsAtOnce: '10',
    };
  }

  static async start(options: Partial<LocalMessagingProviderOptions> = {}): Promise<Local> {
    const clock = new RealClock();
    const holder: { local?: Local } = {};
    const faults: Faults = {
      onCall: (call) => holder.local?.faults.onCall?.(call),
      onRecord: (record) => holder.local?.faults.onRecord?.(record),
    };
    const aws = await startLocalAws({ clock, faults });
    const provider = await startLocalMessagingProvider({ clock, ...options });
    process.env.AWS_ENDPOINT_URL = aws.url;
    for (const [table, key] of [
      ['campaigns', tableKeys.campaigns],
      ['ledger', tableKeys.ledger],
      ['opt-outs', tableKeys.optOuts],
      ['rates', tableKeys.rateLimits],
    ]) {
      await aws.dynamoDb.call('CreateTable', {
        TableName: table,
        AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
    }
    holder.local = new Local(clock, aws, provider);
    return holder.local;
  }

  async stop(): Promise<void> {
    delete process.env.AWS_ENDPOINT_URL;
    this.clock.stop();
    await this.provider.stop();
    await this.aws.stop();
  }

  /** Puts an item whose attributes are strings. */
  async put(TableName: string, item: Readonly<Record<string, string>>): Promise<void> {
    const Item = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: value }]));
    await this.aws.dynamoDb.call('PutItem', { TableName, Item });
  }

  /** Claims a campaign, as the state machine does. */
  campaign(id: string, status = 'running'): Promise<void> {
    return this.put('campaigns', { [tableKeys.campaigns]: id, status, text: `text of ${id}` });
  }

  /** Outcomes of a campaign by recipient, one for each line, in order. */
  outcomes(campaign: string): Readonly<Record<string, readonly string[]>> {
    const byRecipient: Record<string, string[]> = {};
    for (const line of this.lines.filter((one) => one.campaign === campaign)) {
      byRecipient[line.recipient] = [...(byRecipient[line.recipient] ?? []), line.outcome];
    }
    return byRecipient;
  }
}

/** Context of an invocation with so many milliseconds. */
export function contextOf(remaining = 30_000): { readonly getRemainingTimeInMillis: () => number } {
  const end = Date.now() + remaining;
  return { getRemainingTimeInMillis: () => end - Date.now() };
}

/** A record of recipients with these ids, who have their ids as addresses. */
export function recordOf(campaignId: string, ids: readonly string[], record = 0, timeZone = 'UTC'): MessageRecord {
  return { campaignId, record, redrive: 0, recipients: ids.map((id) => ({ id, address: id, timeZone })) };
}

/** Hides what handlers write, and keeps it, by line. */
export function captureLines(): { readonly lines: Record<string, unknown>[]; restore(): void } {
  const lines: Record<string, unknown>[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      for (const line of String(chunk)
        .split('\n')
        .filter((text) => text.startsWith('{'))) {
        lines.push(JSON.parse(line) as Record<string, unknown>);
      }
      return true;
    }),
  );
  return {
    lines,
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
