import type { Faults } from '../local/aws/faults';
import { type LocalAws, startLocalAws } from '../local/aws/local-aws';
import type { Clock } from '../local/clock';
import {
  type LocalMessagingProvider,
  type LocalMessagingProviderOptions,
  startLocalMessagingProvider,
} from '../local/messaging-provider';
import { VirtualClock } from '../local/virtual-clock';
import { type CampaignRequest, type Expansion, type ExpansionOptions, expand } from './expansion';
import { type Pipeline, startPipeline } from './pipeline';
import type { PipelineOptions } from './pipeline-options';

/** The deployed exercise on this machine, with the servers that it talks to. */
export interface LocalRun {
  readonly clock: Clock;
  readonly aws: LocalAws;
  readonly provider: LocalMessagingProvider;
  readonly pipeline: Pipeline;
}

export interface LocalRunOptions
  extends Pick<PipelineOptions, 'assembly' | 'crashAt' | 'latency' | 'environment' | 'releasesRecords' | 'onLine'> {
  /** @default - a virtual clock */
  readonly clock?: Clock;
  readonly faults?: Faults;
  readonly provider?: Omit<LocalMessagingProviderOptions, 'clock'>;
  /** Whether the calls of AWS are kept. @default false */
  readonly keepsCalls?: boolean;
}

/** Starts everything, hands it to `use`, and stops it whatever happens. */
export async function withLocalRun<Result>(
  options: LocalRunOptions,
  use: (run: LocalRun) => Promise<Result>,
): Promise<Result> {
  const { clock = new VirtualClock(), faults, keepsCalls = false, provider: providerOptions, ...others } = options;
  const aws = await startLocalAws({ clock, keepsCalls, ...(faults && { faults }) });
  const provider = await startLocalMessagingProvider({ clock, ...providerOptions });
  try {
    const pipeline = await startPipeline({ ...others, clock, aws, provider });
    return await use({ clock, aws, provider, pipeline });
  } finally {
    await provider.stop();
    await aws.stop();
  }
}

/**
 * Runs a campaign until its last recipient has ended.
 *
 * @throws Error when its expansion fails
 */
export async function runCampaign(
  run: Pick<LocalRun, 'clock' | 'pipeline'>,
  request: CampaignRequest,
  options?: ExpansionOptions,
): Promise<Expansion> {
  const [expansion] = await runCampaigns(run, [request], options);
  if (!expansion) throw new Error('no campaign was run');
  return expansion;
}

/**
 * Runs campaigns at the same time, until the last recipient of all of them has ended.
 *
 * @throws Error when an expansion fails
 */
export async function runCampaigns(
  { clock, pipeline }: Pick<LocalRun, 'clock' | 'pipeline'>,
  requests: readonly CampaignRequest[],
  options?: ExpansionOptions,
): Promise<readonly Expansion[]> {
  let ended: { readonly expansions: readonly Expansion[] } | { readonly error: unknown } | undefined;
  Promise.all(requests.map((request) => expand(pipeline, request, options))).then(
    (expansions) => {
      ended = { expansions };
    },
    (error: unknown) => {
      ended = { error };
    },
  );
  await clock.run(() => ended !== undefined && ('error' in ended || pipeline.drained));
  if (ended === undefined) throw new Error('time ended before the expansion');
  if ('error' in ended) throw ended.error;
  return ended.expansions;
}
