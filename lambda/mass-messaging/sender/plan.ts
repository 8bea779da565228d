import { type Campaign, UnknownCampaignError } from '../campaign';
import { findOptOuts } from '../opt-outs';
import { recordId } from '../record';
import type { Delivered } from './deliveries';
import type { SenderParts } from './parts';
import { Work } from './work';

/** One message that is to be sent. */
export interface Task {
  readonly work: Work;
  readonly place: number;
}

/** A record that cannot be worked on. It stops no other. */
export interface Unworkable {
  readonly deliveryIds: readonly string[];
  readonly reason: string;
}

export interface Plan {
  readonly works: readonly Work[];
  /** In the order of the records; each is counted as pending in its work. */
  readonly tasks: readonly Task[];
  readonly unworkable: readonly Unworkable[];
}

type PlanParts = Pick<SenderParts, 'campaigns' | 'ledger' | 'quietClock' | 'dynamoDb' | 'environment'>;

/**
 * Decides what is known without the provider: who has ended, is in quiet hours, or opted out, and which campaigns are
 * stopped.
 *
 * @param deadline milliseconds since 1970
 * @throws EntriesLeftError, or what DynamoDB answers
 */
export async function plan(parts: PlanParts, delivered: readonly Delivered[], deadline: number): Promise<Plan> {
  const campaigns = await readCampaigns(parts, delivered);
  const known = delivered.filter(({ record }) => campaigns.has(record.campaignId));
  const strange = delivered.filter(({ record }) => !campaigns.has(record.campaignId));
  const unworkable = strange.map(({ deliveryIds, record }) => ({
    deliveryIds,
    reason: `unknown campaign ${record.campaignId}`,
  }));
  const records = known.map(({ record }) => record);
  const entries = await parts.ledger.read(records, deadline);
  const works: Work[] = [];
  const tasks: Task[] = [];
  for (const one of known) {
    const entry = entries.get(recordId(one.record));
    if (!entry) {
      unworkable.push({ deliveryIds: one.deliveryIds, reason: 'its item in the ledger cannot be read' });
      continue;
    }
    const work = new Work(one, entry);
    works.push(work);
    for (const place of work.open) {
      const until = parts.quietClock.until(Date.now(), one.record.recipients[place]?.timeZone ?? 'UTC');
      if (campaigns.get(one.record.campaignId)?.isStopped) work.end(place, 'stopped');
      else if (until !== undefined) work.hold(until);
      else tasks.push({ work, place });
    }
  }
  return { works, tasks: await withoutOptOuts(parts, tasks, deadline), unworkable };
}

async function withoutOptOuts(parts: PlanParts, tasks: readonly Task[], deadline: number): Promise<readonly Task[]> {
  const { dynamoDb, environment } = parts;
  const idOf = ({ work, place }: Task): string => work.record.recipients[place]?.id ?? '';
  const optOuts = await findOptOuts(dynamoDb, environment.optOutTableName, tasks.map(idOf), deadline);
  return tasks.filter((task) => {
    const isOut = optOuts.has(idOf(task));
    if (isOut) task.work.end(task.place, 'opted-out');
    else task.work.pending += 1;
    return !isOut;
  });
}

async function readCampaigns(
  { campaigns }: PlanParts,
  delivered: readonly Delivered[],
): Promise<ReadonlyMap<string, Campaign>> {
  const ids = [...new Set(delivered.map(({ record }) => record.campaignId))];
  const found = new Map<string, Campaign>();
  for (const id of ids) {
    try {
      found.set(id, await campaigns.get(id));
    } catch (error) {
      if (!(error instanceof UnknownCampaignError)) throw error;
    }
  }
  return found;
}
