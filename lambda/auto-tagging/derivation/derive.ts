import type { CloudTrailEvent } from '../cloudtrail/event';
import type { CreateIndex } from './create-index';
import type { CreatedResource, Derivation } from './derivation';
import { createdArns } from './created-arns';
import { filledArns } from './filled-arns';
import { leavesOf } from './leaves';
import { creatingPrefix, flat, nounOf } from './names';
import { type Override, overrides } from './overrides';
import { type Candidate, candidatesOf, isKnownCall, prefixesOf } from './candidates';
import { partitionOf, resourceOf } from './resource';

const skipped = (reason: string): Derivation => ({ kind: 'skipped', reason });

/**
 * What a CloudTrail event means for tagging: which resources it created, or why there is nothing to tag.
 *
 * First the ARNs of the response and of `resources`, as far as they are new and match a type that the call makes;
 * else the ARN template of that type, filled from identifiers in the response, then in the request.
 * Never throws, whatever the event lacks.
 */
export function derive(event: CloudTrailEvent, index: CreateIndex): Derivation {
  if (event.errorCode !== undefined) return skipped(`The call failed: ${event.errorCode}.`);
  if (event.readOnly) return skipped('The call only reads.');
  if (creatingPrefix(event.eventName) === undefined) return skipped(`${event.eventName} does not create anything.`);
  const request = leavesOf(event.requestParameters, event.eventName);
  if (isDryRun(event.requestParameters)) return skipped('The call was a dry run.');

  const override = overrides[`${event.eventSource.split('.')[0]}:${event.eventName}`];
  if (override?.skip) return skipped(override.reason);
  if (override?.byName) return byName(event, override);

  const prefixes = prefixesOf(event.eventSource, index);
  if (prefixes.length === 0) return { kind: 'unmapped', reason: `${event.eventSource} is not a service that IAM knows.` };
  const candidates = candidatesOf(event, prefixes, index, override);
  if (candidates.length === 0) {
    return isKnownCall(event.eventName, prefixes, index)
      ? skipped(`${event.eventName} makes nothing that can be tagged.`)
      : { kind: 'unmapped', reason: `${event.eventName} is not a call that IAM knows.` };
  }

  const response = leavesOf(event.responseElements, event.eventName);
  const noun = nounOf(event.eventName);
  const failed = failure(event.responseElements);
  if (failed) return skipped(failed);
  const found = createdArns({ event, request, response, noun, candidates });
  const resources = found.length > 0 ? found : filledArns({ event, request, response, noun, candidates });
  if (resources.length > 0) {
    return { kind: 'created', resources, reason: found.length > 0 ? 'The event holds the ARN.' : 'The ARN is put together from identifiers in the event.' };
  }
  const operation = response.find((leaf) => /^(?:operation|task|job|createaccountrequest)id$/.test(leaf.key) || isUnderWay(leaf.key, leaf.value));
  return operation
    ? { kind: 'pending', reason: `The create goes on after the call; the event only says ${operation.key} ${operation.value}.` }
    : { kind: 'unmapped', reason: `The event does not hold enough to name the ${candidates[0]?.template.type ?? 'resource'} that ${event.eventName} made.` };
}
