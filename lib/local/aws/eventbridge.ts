import { randomUUID } from 'node:crypto';
import { AwsError, type Input, list, type Operations, text } from './service';
import type { State } from './state';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export function eventBridge({ faults, limits, onEvent }: State): Operations {
  return {
    PutEvents: ({ Entries }, { accountId, region, time }) => {
      const entries = list(Entries) as readonly Input[];
      if (entries.length < 1 || entries.length > 10)
        throw new AwsError('ValidationException', '1 to 10 entries are needed');
      if (entries.reduce((sum, entry) => sum + entrySize(entry), 0) > limits.putEventsBytes) {
        throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
      }
      const results = entries.map((entry) => {
        const error = faults.onEntry?.(entry, time) ?? findProblem(entry);
        if (error) return { ErrorCode: error.code, ErrorMessage: error.message };
        const id = randomUUID();
        const bus = text(entry.EventBusName).split('/').at(-1) || 'default';
        const event = {
          version: '0',
          id,
          'detail-type': entry.DetailType,
          source: entry.Source,
          account: accountId,
          time: `${new Date(Number(entry.Time ?? time / 1000) * 1000).toISOString().slice(0, 19)}Z`,
          region,
          resources: list(entry.Resources),
          detail: JSON.parse(text(entry.Detail)) as unknown,
        };
        for (const listener of onEvent) listener(bus, event);
        return { EventId: id };
      });
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  };
}

function findProblem(entry: Input): AwsError | undefined {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (!entry[name]) return new AwsError('InvalidArgument', `Parameter ${name} is not valid. Reason: it is required.`);
  }
  if (/^aws\./.test(text(entry.Source)))
    return new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  try {
    JSON.parse(text(entry.Detail));
    return undefined;
  } catch {
    return new AwsError('MalformedDetail', 'Detail is malformed.');
  }
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function entrySize(entry: Input): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...list(entry.Resources)].map(text);
  return (entry.Time === undefined ? 0 : 14) + texts.reduce((sum, value) => sum + Buffer.byteLength(value), 0);
}
