import { readEnvironment, SweeperEnvironment } from '../../lib/auto-tagging/environment';
import { findCreatingEvent } from './sweep/cloud-trail';
import type { CloudTrailRecord } from './sweep/creator';
import { type FoundResource, sift } from './sweep/found-resource';
import { nextToken, positionOf } from './sweep/page-token';
import { listUntagged } from './sweep/resource-explorer';
import { messageBody, sendAll } from './sweep/send';
import { createLogger, serviceNames } from './telemetry';

/** Input of a page. The output of a page is the input of the next one. */
export interface SweepInput {
  /** Absent for the first page. It expires 24 hours after the page that returned it. */
  readonly nextToken?: string;
  /** Send nothing, and return what was found. */
  readonly dryRun?: boolean;
}

/** Output of a page. */
export interface SweepOutput extends SweepInput {
  /** Never-tagged resources of the account's own. */
  readonly found: number;
  /** Those of which CloudTrail still knows the creating event. */
  readonly attributed: number;
  /** Those handed to the tagger. */
  readonly sent: number;
  /** In a dry run. */
  readonly resources?: readonly (FoundResource & { readonly eventName?: string; readonly creator?: string })[];
}

// Lambda sets AWS_REGION itself.
const environment = readEnvironment({ ...SweeperEnvironment, region: 'AWS_REGION' }, process.env);
const logger = createLogger(serviceNames.sweeper);

/**
 * Sweeps one page of never-tagged resources. It keeps nothing between pages but the token, so that an execution can be
 * redriven from the page that failed; a resource that is sent twice is tagged once.
 *
 * @throws SweepNotSentError, or what AWS answers
 */
export async function handler(input: SweepInput): Promise<SweepOutput> {
  const position = positionOf(input.nextToken, environment.region);
  const page = await listUntagged(position, environment.viewArn);
  const sifted = page.resources.map(sift);
  for (const one of sifted) if (one.kind === 'left-out') logger.info('left out', { arn: one.arn, reason: one.reason });
  const found = sifted.flatMap((one) => (one.kind === 'found' ? [one.resource] : []));

  const events: (CloudTrailRecord | undefined)[] = [];
  for (const resource of found) events.push(await findCreatingEvent(resource));

  const bodies = found.map((resource, index) => messageBody(resource, events[index]));
  if (!input.dryRun) await sendAll(environment.queueUrl, bodies);
  const next = nextToken(position, page.token);
  const output = {
    found: found.length,
    attributed: events.filter(Boolean).length,
    sent: input.dryRun ? 0 : bodies.length,
  };
  logger.info('page', { region: position.region, ...output });
  return {
    ...(next === undefined ? {} : { nextToken: next }),
    ...output,
    ...(input.dryRun
      ? { dryRun: true, resources: found.map((resource, index) => ({ ...resource, ...creatorOf(events[index]) })) }
      : {}),
  };
}

function creatorOf(event: CloudTrailRecord | undefined): { readonly eventName?: string; readonly creator?: string } {
  if (!event) return {};
  const { arn } = { ...(event.userIdentity as { readonly arn?: unknown } | undefined) };
  return { eventName: String(event.eventName), ...(typeof arn === 'string' ? { creator: arn } : {}) };
}
