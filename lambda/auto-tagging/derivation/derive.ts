import type { CloudTrailEvent } from '../cloudtrail/event';
import { candidatesOf, isKnownCall, prefixesOf } from './candidates';
import type { CreateIndex } from './create-index';
import { createdArns } from './created-arns';
import type { Derivation } from './derivation';
import { filledArns } from './filled-arns';
import { type Leaf, leavesOf } from './leaves';
import { creatingPrefix, flat, nounOf } from './names';
import { type Override, overrides } from './overrides';

const skipped = (reason: string): Derivation => ({ kind: 'skipped', reason });
const pending = ({ key, value }: Leaf): Derivation => ({
  kind: 'pending',
  reason: `The create goes on after the call; the event only says ${key} ${value}.`,
});

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
  if (prefixes.length === 0)
    return { kind: 'unmapped', reason: `${event.eventSource} is not a service that IAM knows.` };
  const candidates = candidatesOf(event, prefixes, index, override);
  const response = leavesOf(event.responseElements, event.eventName);
  if (candidates.length === 0) {
    if (!isKnownCall(event.eventName, prefixes, index))
      return { kind: 'unmapped', reason: `${event.eventName} is not a call that IAM knows.` };
    // IAM gives some services no types (Route 53 Domains); what answers with an operation alone still makes something.
    const [operation] = response;
    return operation?.key === 'operationid' && response.length === 1
      ? pending(operation)
      : skipped(`${event.eventName} makes nothing that can be tagged.`);
  }

  const noun = nounOf(event.eventName);
  if (event.eventName.endsWith('Result') && response.some((leaf) => leaf.key === 'state' && leaf.value === 'FAILED'))
    return skipped('The create failed in the end.');
  const found = createdArns({ event, request, response, noun, candidates });
  const resources =
    found.length > 0 ? found : filledArns({ event, request, response, noun, candidates }, override?.identifiers ?? []);
  if (resources.length > 0) {
    return {
      kind: 'created',
      resources,
      reason: found.length > 0 ? 'The event holds the ARN.' : 'The ARN is put together from identifiers in the event.',
    };
  }
  const operation = response.find(
    (leaf) =>
      /^(?:operation|task|job|createaccountrequest)id$/.test(leaf.key) ||
      (leaf.parent === 'operation' && leaf.key === 'id') ||
      isUnderWay(leaf.key, leaf.value),
  );
  return operation
    ? pending(operation)
    : {
        kind: 'unmapped',
        reason: `The event does not hold enough to name the ${candidates[0]?.type ?? 'resource'} that ${event.eventName} made.`,
      };
}

function isDryRun(request: CloudTrailEvent['requestParameters']): boolean {
  const own = Object.entries(request);
  // EC2 wraps some requests in an object named after the call.
  const wrapped = own.flatMap(([key, value]) =>
    key.endsWith('Request') && typeof value === 'object' && value !== null ? Object.entries(value) : [],
  );
  return [...own, ...wrapped].some(([key, value]) => flat(key) === 'dryrun' && String(value) === 'true');
}

function isUnderWay(key: string, value: string): boolean {
  return (
    /(?:status|state)$/.test(key) && /progress|creating|pending|provisioning|queued|requested|initiated/i.test(value)
  );
}

function byName(event: CloudTrailEvent, { byName: rule, reason }: Override): Derivation {
  const name = rule === undefined ? undefined : event.requestParameters[rule.key];
  if (rule === undefined || typeof name !== 'string' || name === '') {
    return { kind: 'unmapped', reason: `The event does not hold the name of what ${event.eventName} made.` };
  }
  const { accountId, awsRegion: region } = event;
  return { kind: 'created', resources: [{ type: rule.type, name, accountId, region }], reason };
}
