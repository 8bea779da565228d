import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableKeys } from './keys';
import { inLanes, inParts, untilNoneLeft } from './retry';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const READ_AT_ONCE = 100;
const CALLS_AT_ONCE = 8;

/**
 * Which of these people want no messages. Reads are consistent: who has just said no is not written to.
 *
 * @param ids of recipients; the same may be there twice
 * @param deadline milliseconds since 1970
 * @throws EntriesLeftError
 */
export async function findOptOuts(
  client: DynamoDBClient,
  tableName: string,
  ids: readonly string[],
  deadline: number,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await inLanes(inParts([...new Set(ids)], READ_AT_ONCE), CALLS_AT_ONCE, async (part) => {
    await untilNoneLeft(part, deadline, async (left) => {
      const Keys = left.map((id) => ({ [tableKeys.optOuts]: { S: id } }));
      const request = { Keys, ConsistentRead: true, ProjectionExpression: tableKeys.optOuts };
      const command = new BatchGetItemCommand({ RequestItems: { [tableName]: request } });
      const { Responses, UnprocessedKeys } = await client.send(command);
      for (const item of Responses?.[tableName] ?? []) found.add(item[tableKeys.optOuts]?.S ?? '');
      const unprocessed = UnprocessedKeys?.[tableName]?.Keys ?? [];
      return unprocessed.map((key) => ({ entry: key[tableKeys.optOuts]?.S ?? '', reason: 'UnprocessedKeys' }));
    });
  });
  return found;
}
