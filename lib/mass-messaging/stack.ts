import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket';
import { batchesAtOnce } from './batches-at-once';
import { Campaign } from './campaign';
import { capacityOf } from './capacity';
import { DEFAULT_QUIET_HOURS, type MassMessagingConfig } from './config';
import { Expander } from './expander';
import { loadOf } from './load';
import { Monitoring } from './monitoring';
import { QueueTransport } from './queue-transport';
import { Results } from './results';
import { Sender } from './sender';
import { StreamTransport } from './stream-transport';
import { Tables } from './tables';
import { WaitingQueues } from './waiting-queues';

export interface MassMessagingStackProps {
  /** As `problems` found nothing in it. */
  readonly config: MassMessagingConfig;
}

/** Sends a message to every recipient of an audience, once, at the rate of a provider. */
export class MassMessagingStack extends Stack {
  constructor(scope: Construct, id: string, { config }: MassMessagingStackProps) {
    super(scope, id, { description: 'Sends a message to every recipient of an audience, once, at a provider’s rate' });
    const { transport: kind, recipientsPerRecord, provider, quietHours = DEFAULT_QUIET_HOURS, alarmEmail } = config;
    const load = loadOf(config);
    const capacity = capacityOf(load);

    const tables = new Tables(this, 'Tables');
    const results = new Results(this, 'Results');
    const waiting = new WaitingQueues(this, 'Waiting', { capacity });
    const transport =
      kind === 'sqs'
        ? new QueueTransport(this, 'Transport', { capacity, deadLetters: waiting.deadLetters })
        : new StreamTransport(this, 'Transport', { capacity });

    const expander = new Expander(this, 'Expander', {
      tables,
      transport,
      results,
      recipientsPerRecord,
      batchesAtOnce: batchesAtOnce(load.messagesPerSecond),
    });
    const audiences = new PrivateBucket(this, 'Audiences', { keep: Duration.days(30), versioned: true });
    const campaign = new Campaign(this, 'Campaign', { tables, audiences, expander });

    const sender = new Sender(this, 'Sender', { capacity, transport, waiting, tables, results, provider, quietHours });

    new Monitoring(this, 'Monitoring', { campaign, transport, waiting, sender, results, alarmEmail });
  }
}
