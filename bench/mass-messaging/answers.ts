import { tableKeys } from '../../lambda/mass-messaging/keys';
import { LocalDynamoDb } from '../../lib/local/aws/dynamodb';

export type Input = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: Input;
}

/** Answers a call of AWS by its operation; the input is parsed where somebody reads it. */
export type Answers = (operation: string, input: () => Input) => Answer | Promise<Answer>;

/**
 * Of AWS no more than the sender's calls get an answer to, out of a few variables: nobody has ended or opted out, every
 * write succeeds, and the rate limiter hands its slots out as DynamoDB would. So the cores are the sender's.
 */
export function inMemoryAnswers(): Answers {
  /** Time in microseconds from which the limiter has free slots. */
  let nextFree: number | undefined;
  const update = (input: Input): Answer => {
    const values = (input.ExpressionAttributeValues ?? {}) as Readonly<Record<string, { readonly N?: string }>>;
    const number = (name: string): number => Number(values[name]?.N);
    if (':length' in values) {
      if (nextFree === undefined || nextFree < number(':now') || nextFree > number(':latest')) return conditionFailed;
      nextFree += number(':length');
    } else {
      if (nextFree !== undefined && nextFree >= number(':now')) return conditionFailed;
      nextFree = number(':end');
    }
    return ok({ Attributes: { nextFree: { N: `${nextFree}` } } });
  };
  return (operation, input) => {
    if (operation === 'GetItem') return ok({ Item: { text: { S: 'Hello' }, status: { S: 'running' } } });
    if (operation === 'BatchGetItem') return ok({ Responses: {}, UnprocessedKeys: {} });
    if (operation === 'UpdateItem') return update(input());
    return operation === 'PutRecordBatch' ? ok(taken(input())) : ok({});
  };
}

/** The same with a DynamoDB that keeps what it is given: dynalite, in this process. */
export async function dynaliteAnswers(): Promise<Answers> {
  const dynamoDb = new LocalDynamoDb();
  const tables = { campaigns: 'campaigns', ledger: 'ledger', optOuts: 'opt-outs', rateLimits: 'rates' } as const;
  for (const [table, TableName] of Object.entries(tables)) {
    const AttributeName = tableKeys[table as keyof typeof tables];
    await dynamoDb.call('CreateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    while (!JSON.stringify(await dynamoDb.call('DescribeTable', { TableName })).includes('"ACTIVE"'));
  }
  const Item = { [tableKeys.campaigns]: { S: 'bench' }, text: { S: 'Hello' }, status: { S: 'running' } };
  await dynamoDb.call('PutItem', { TableName: tables.campaigns, Item });
  return async (operation, input) => {
    if (operation === 'PutRecordBatch') return ok(taken(input()));
    try {
      return ok((await dynamoDb.call(operation, input())) as Input);
    } catch (error) {
      if (String(error).includes('ConditionalCheckFailed')) return conditionFailed;
      throw error;
    }
  };
}

const ok = (body: Input): Answer => ({ status: 200, body });

const conditionFailed: Answer = {
  status: 400,
  body: { __type: 'ConditionalCheckFailedException', message: 'The conditional request failed' },
};

const taken = ({ Records }: Input): Input => ({
  FailedPutCount: 0,
  RequestResponses: (Records as readonly unknown[]).map(() => ({ RecordId: 'r' })),
});
