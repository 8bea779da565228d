import type { AssemblyTemplate, TemplateResource } from '../../local/assembly-template';
import type { LocalAws } from '../../local/aws/local-aws';
import type { Clock } from '../../local/clock';
import { DynamoDbEventSourceMapping, dynamoDbStream } from '../../local/dynamodb-stream';
import type { LambdaFunction } from '../../local/lambda-function';
import type { DiscardedBatch } from '../../local/stream-event-source-mapping';

/** Creates the tables and the buckets of a template, and says what refers to them here. */
export async function createStores(template: AssemblyTemplate, aws: LocalAws): Promise<void> {
  for (const [logicalId, { Properties }] of template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')) {
    const { AttributeDefinitions, KeySchema } = Properties;
    const TableName = logicalId;
    await aws.dynamoDb.call('CreateTable', {
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
    });
    await untilActive(aws, TableName);
  }
  for (const [logicalId] of template.ofType('AWS::S3::Bucket')) {
    aws.buckets.set(logicalId, new Map());
    template.setReference(logicalId, logicalId, `arn:aws:s3:::${logicalId}`);
  }
}

/** A table that is being created is not found. */
async function untilActive({ dynamoDb }: LocalAws, TableName: string): Promise<void> {
  for (;;) {
    const answer = (await dynamoDb.call('DescribeTable', { TableName })) as { Table: { TableStatus: string } };
    if (answer.Table.TableStatus === 'ACTIVE') return;
  }
}

export interface StreamMappingOptions {
  readonly clock: Clock;
  readonly aws: LocalAws;
  readonly template: AssemblyTemplate;
  /** By logical id. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly pollMilliseconds?: number;
  /** Gets what is given up, if the template has a destination for it. */
  readonly onFailure: (discarded: DiscardedBatch) => void;
}

/**
 * The event source mappings of a template, each with the stream of its table and the properties that it has there.
 *
 * @throws Error when a table has no stream, or a mapping no function
 */
export function startMappings(options: StreamMappingOptions): readonly DynamoDbEventSourceMapping[] {
  const { template } = options;
  return template
    .ofType('AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => startMapping(options, Properties));
}

function startMapping(
  { clock, aws, template, functions, pollMilliseconds, onFailure }: StreamMappingOptions,
  properties: TemplateResource['Properties'],
): DynamoDbEventSourceMapping {
  const tableName = template.reference(properties.EventSourceArn) ?? '';
  const table = template.resource(tableName).Properties;
  const handler = functions.get(template.reference(properties.FunctionName) ?? '');
  if (!table.StreamSpecification || !handler) throw new Error(`${tableName} has no stream, or nobody follows it`);
  const names = ['HASH', 'RANGE'].map((type) => keyOf(table, type));
  const stream = dynamoDbStream({
    clock,
    dynamoDb: aws.dynamoDb,
    tableName,
    keys: [names[0] ?? '', names[1] ?? ''],
  });
  const types = (properties.FunctionResponseTypes ?? []) as readonly string[];
  const destination = (properties.DestinationConfig as { OnFailure?: unknown } | undefined)?.OnFailure;
  return new DynamoDbEventSourceMapping(
    {
      clock,
      stream,
      function: handler,
      batchSize: properties.BatchSize as number | undefined,
      maximumBatchingWindowSeconds: properties.MaximumBatchingWindowInSeconds as number | undefined,
      parallelizationFactor: properties.ParallelizationFactor as number | undefined,
      bisectBatchOnFunctionError: properties.BisectBatchOnFunctionError as boolean | undefined,
      maximumRetryAttempts: properties.MaximumRetryAttempts as number | undefined,
      maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds as number | undefined,
      reportBatchItemFailures: types.includes('ReportBatchItemFailures'),
      ...(destination !== undefined && { onFailure }),
      releasesRecords: true,
    },
    pollMilliseconds,
  );
}

function keyOf(table: TemplateResource['Properties'], type: string): string | undefined {
  const schema = (table.KeySchema ?? []) as readonly { readonly AttributeName: string; readonly KeyType: string }[];
  return schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
}
