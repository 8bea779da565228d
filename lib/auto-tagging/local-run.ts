import type { Faults } from '../local/aws/faults';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../local/aws/local-aws';
import type { Clock } from '../local/clock';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../local/slack';
import { VirtualClock } from '../local/virtual-clock';
import { type Pipeline, type PipelineOptions, startPipeline } from './pipeline';

/** The deployed exercise on this machine, with the servers that it talks to. */
export interface LocalRun {
  readonly clock: Clock;
  readonly aws: LocalAws;
  readonly slack: LocalSlack;
  readonly pipeline: Pipeline;
}

export interface LocalRunOptions
  extends Pick<PipelineOptions, 'assembly' | 'assets' | 'crashAt' | 'latency' | 'slackUrl' | 'waits'>,
    Pick<LocalAwsOptions, 'accountId' | 'readThrough'> {
  /** @default - a virtual clock */
  readonly clock?: Clock;
  readonly faults?: Faults;
  readonly slack?: Omit<LocalSlackOptions, 'clock'>;
  /** Takes what is posted to Slack instead of the local receiver. */
  readonly relay?: Pick<LocalSlack, 'url'>;
  /** Other environment variables for functions, by their id; or what makes them out of the URL of the local AWS. */
  readonly environment?: FunctionEnvironments | ((localAws: string) => FunctionEnvironments);
}

type FunctionEnvironments = NonNullable<PipelineOptions['environment']>;

/** Starts everything, hands it to `use`, and stops it whatever happens. */
export async function withLocalRun<Result>(
  options: LocalRunOptions,
  use: (run: LocalRun) => Promise<Result>,
): Promise<Result> {
  const {
    clock = new VirtualClock(),
    faults,
    slack: slackOptions,
    relay,
    environment,
    accountId,
    readThrough,
  } = options;
  const { assembly, assets, crashAt, latency, slackUrl, waits } = options;
  const aws = await startLocalAws({
    clock,
    ...(faults && { faults }),
    ...(accountId && { accountId }),
    ...(readThrough && { readThrough }),
  });
  const slack = await startLocalSlack({ clock, ...slackOptions });
  try {
    const environments = typeof environment === 'function' ? environment(aws.url) : environment;
    const pipeline = await startPipeline({
      assembly,
      assets,
      crashAt,
      latency,
      slackUrl,
      waits,
      clock,
      aws,
      slack: relay ?? slack,
      ...(environments && { environment: environments }),
    });
    return await use({ clock, aws, slack, pipeline });
  } finally {
    await slack.stop();
    await aws.stop();
  }
}

/**
 * A CloudTrail record as EventBridge delivers it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function envelopeOf(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ('detail' in record && 'detail-type' in record) return record;
  const service = String(record.eventSource ?? '').split('.')[0];
  return {
    version: '0',
    id: String(record.eventID ?? ''),
    'detail-type':
      record.eventType === 'AwsServiceEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account: String(record.recipientAccountId ?? ''),
    time: String(record.eventTime ?? ''),
    region: String(record.awsRegion ?? ''),
    resources: [],
    detail: record,
  };
}
