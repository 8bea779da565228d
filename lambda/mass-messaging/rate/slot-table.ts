import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { tableKeys } from '../keys';
import { lengthOf, type Microseconds, type Request, type Reserved, type Starved } from './slots';

/** Other invocations came in between again and again. */
export class SlotConflictError extends Error {
  override readonly name = 'SlotConflictError';
}

const ATTEMPTS = 20;
const NEXT_FREE = 'nextFree';

/**
 * The slots of one provider, shared by all invocations in one item. Every change is one conditional update, so that no two
 * invocations are given the same slot. A reservation whose answer is lost, or that is not used, is lost: the rate is
 * lower for a moment, never higher.
 *
 * One item takes 1,000 updates a second; invocations reserve some dozens of slots at a time.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export class SlotTable {
  private readonly key: UpdateItemCommandInput['Key'];

  /**
   * @param provider names the item
   * @param pace slots a second
   */
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    provider: string,
    private readonly pace: number,
  ) {
    this.key = { [tableKeys.rateLimits]: { S: provider } };
  }

  /** @throws SlotConflictError, or what DynamoDB answers */
  async reserve(request: Request): Promise<Reserved | Starved> {
    const length = lengthOf(request.count, this.pace);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const end = (await this.append(request, length)) ?? (await this.begin(request, length));
      if (end !== undefined) return { kind: 'reserved', first: end - length };
      if ((await this.nextFree()) > request.latest) return { kind: 'starved' };
    }
    throw new SlotConflictError(`no slot in ${ATTEMPTS} attempts`);
  }

  /** Behind the slots that others have. @returns the end of the own ones */
  private append({ now, latest }: Request, length: Microseconds): Promise<Microseconds | undefined> {
    return this.update({
      UpdateExpression: 'SET #next = #next + :length',
      ConditionExpression: '#next BETWEEN :now AND :latest',
      ExpressionAttributeValues: { ':length': n(length), ':now': n(now), ':latest': n(latest) },
    });
  }

  /** From now on, where nobody has slots in the future. @returns the end of the own ones */
  private begin({ now }: Request, length: Microseconds): Promise<Microseconds | undefined> {
    return this.update({
      UpdateExpression: 'SET #next = :end',
      ConditionExpression: 'attribute_not_exists(#next) OR #next < :now',
      ExpressionAttributeValues: { ':end': n(now + length), ':now': n(now) },
    });
  }

  private async update(
    input: Pick<UpdateItemCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>,
  ): Promise<Microseconds | undefined> {
    try {
      const { Attributes } = await this.client.send(
        new UpdateItemCommand({
          ...input,
          TableName: this.tableName,
          Key: this.key,
          ExpressionAttributeNames: { '#next': NEXT_FREE },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.[NEXT_FREE]?.N);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  private async nextFree(): Promise<Microseconds> {
    const input = { TableName: this.tableName, Key: this.key, ConsistentRead: true };
    const { Item } = await this.client.send(new GetItemCommand(input));
    return Number(Item?.[NEXT_FREE]?.N ?? 0);
  }
}

const n = (value: number) => ({ N: `${value}` });
