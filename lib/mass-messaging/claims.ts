import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/mass-messaging.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'mass-messaging/every-recipient-ends-once',
    text: 'On a day of duplicates, crashes, throttling, provider failures, lost answers and poison records every recipient ends once, as delivered, opted out, refused, invalid or dead-lettered, and the provider accepts no message twice.',
    evidence: proved(() => import('./proofs/every-recipient-ends-once')),
  },
  {
    id: 'mass-messaging/both-transports',
    text: 'The same holds over SQS and over Kinesis.',
    evidence: proved(() => import('./proofs/both-transports')),
  },
  {
    id: 'mass-messaging/crash-at-every-point',
    text: 'A crash before any request or after any answer of the expander and the sender leaves every recipient with one message.',
    evidence: proved(() => import('./proofs/crash-at-every-point')),
  },
  {
    id: 'mass-messaging/no-duplicates',
    text: 'Where the provider fails 0.1 % and 1 % of requests, half of them after it accepted, nobody gets a second copy; the usual ways of writing the sender are measured beside it.',
    evidence: proved(() => import('./proofs/no-duplicates')),
  },
  {
    id: 'mass-messaging/never-over-the-limit',
    text: 'In no second does the provider get more requests than it takes, whatever the number of senders and however slow DynamoDB is.',
    evidence: proved(() => import('./proofs/never-over-the-limit')),
  },
  {
    id: 'mass-messaging/stopped-campaign-stops',
    text: 'A second and a half after a campaign is stopped no message is sent any more, and whoever is left ends as stopped.',
    evidence: proved(() => import('./proofs/stopped-campaign-stops')),
  },
  {
    id: 'mass-messaging/capacity-reaches-the-rate',
    text: 'What the capacity function computes, and the template has, sends 100,000 messages a minute.',
    evidence: proved(() => import('./proofs/capacity-reaches-the-rate')),
  },
  {
    id: 'mass-messaging/delivers-in-an-account',
    text: 'In an account, a campaign of one recipient is delivered, and its row is in Athena five minutes later.',
    evidence: {
      kind: 'account',
      command:
        'aws stepfunctions start-execution --state-machine-arn STATE_MACHINE --input \'{"campaignId": "first", "audience": {"key": "one.csv"}, "text": "Good morning"}\'',
    },
  },
  {
    id: 'mass-messaging/destroy-leaves-nothing',
    text: 'After the destroy no resource of the stack is left.',
    evidence: {
      kind: 'account',
      command:
        'npx cdk destroy MassMessaging && aws resourcegroupstaggingapi get-resources --tag-filters Key=aws:cloudformation:stack-name,Values=MassMessaging',
    },
  },
  {
    id: 'mass-messaging/queues-deliver-at-least-once',
    text: 'A standard queue delivers a message at least once, and so does an event source mapping of Lambda.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html',
    },
  },
  {
    id: 'mass-messaging/only-s3-gets-the-records',
    text: 'Of a discarded batch of a stream, a queue or a topic is told where it was, and S3 gets its records.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
    },
  },
  {
    id: 'mass-messaging/firehose-counts-five-kilobytes',
    text: 'Firehose charges each record in steps of 5 KB, so that short lines share a record.',
    evidence: { kind: 'cited', link: 'https://aws.amazon.com/firehose/pricing/' },
  },
];
