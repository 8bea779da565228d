import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { parseEvent } from '../cloudtrail/parse';
import { Pace } from '../notification/pace';
import { type CloudTrailRecord, creatingEvent, lookupNames } from './creator';
import type { FoundResource } from './found-resource';

/** Milliseconds between calls: two a second, an account and Region. @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const INTERVAL = 500;

/** The newest events come first and the creation last; more pages than these would hold up the sweep. */
const MAX_PAGES = 5;

/** Others call LookupEvents too, so throttling is to be expected. */
const client = new CloudTrailClient({ maxAttempts: 10 });
const pace = new Pace(INTERVAL);

/** The event that created the resource, as far back as CloudTrail's event history goes (90 days). */
export async function findCreatingEvent(resource: FoundResource): Promise<CloudTrailRecord | undefined> {
  for (const name of lookupNames(resource.arn)) {
    const event = creatingEvent(resource, await lookUp(name));
    if (event) return event;
  }
  return undefined;
}

async function lookUp(name: string): Promise<readonly CloudTrailRecord[]> {
  const records: CloudTrailRecord[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    await pace.ready();
    const { Events = [], NextToken } = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }],
        MaxResults: 50,
        NextToken: token,
      }),
    );
    pace.called();
    records.push(...Events.flatMap(({ CloudTrailEvent }) => recordOf(CloudTrailEvent)));
    token = NextToken;
    if (!token) return records;
  }
  return records;
}

function recordOf(text: string | undefined): readonly CloudTrailRecord[] {
  try {
    const record: unknown = JSON.parse(text ?? '');
    // The tagger will read it in the same way.
    parseEvent(record);
    return [record as CloudTrailRecord];
  } catch {
    // One event that cannot be read leaves the others to tell who created the resource.
    return [];
  }
}
