import { AssemblyTemplate, type TemplateResource } from '../local/assembly-template';
import { EventSourceMapping } from '../local/event-source-mapping';
import { DeliveryStream } from '../local/firehose';
import { Stream } from '../local/kinesis';
import { type DiscardedBatch, KinesisEventSourceMapping } from '../local/kinesis-event-source-mapping';
import type { LambdaFunction } from '../local/lambda-function';
import { invocationRecord, writeInvocationRecord } from '../local/on-failure-destination';
import { Queue } from '../local/queue';
import { functionId, localFunction } from './pipeline-function';
import type { PipelineOptions } from './pipeline-options';
import { ResultBook } from './result-book';

type Properties = TemplateResource['Properties'];

/** The deployed exercise, wired from its template: tables, queues, stream, event source mappings, bundled functions. */
export class Pipeline {
  readonly results = new ResultBook();
  /** Batches that the stream's event source mapping gave up, and that its destination keeps. */
  readonly discarded: DiscardedBatch[] = [];
  /** Those that nobody keeps. */
  readonly lost: DiscardedBatch[] = [];
  /** By logical id. */
  readonly queues = new Map<string, Queue>();
  readonly streams = new Map<string, Stream>();
  readonly mappings: (EventSourceMapping | KinesisEventSourceMapping)[] = [];
  private readonly functions = new Map<string, LambdaFunction>();
  private dead: Queue | undefined;

  constructor(
    readonly options: PipelineOptions,
    readonly template: AssemblyTemplate,
  ) {}

  /** Whether everything but the queue of dead letters is empty, and no batch is being worked on. */
  get drained(): boolean {
    const dead = this.deadLetters;
    if (this.mappings.some(({ busy }) => busy > 0)) return false;
    for (const queue of this.queues.values()) if (queue !== dead && queue.size > 0) return false;
    return true;
  }

  /** The queue of what was given up. */
  get deadLetters(): Queue {
    this.dead ??= this.queueOf(this.template.deadLetterQueueIds()[0] ?? '');
    return this.dead;
  }

  /** The queue that carries records; undefined where a stream does. */
  get transportQueue(): Queue | undefined {
    return this.queueNamed('QUEUE_URL');
  }

  /** Invocations by function id, with those that failed. */
  get invocations(): Readonly<Record<string, { readonly all: number; readonly failed: number }>> {
    const entries = [...this.functions].map(([id, { invocations, errors }]) => [
      functionId(this.template, id),
      { all: invocations, failed: errors.length },
    ]);
    return Object.fromEntries(entries);
  }

  /** The function in the construct with this id, such as `Sender`. */
  function(id: string): LambdaFunction {
    const found = [...this.functions].find(([logicalId]) => functionId(this.template, logicalId) === id);
    if (!found) throw new Error(`the template has no function ${id}`);
    return found[1];
  }

  /** The logical id of the table with this id, which is its name here. */
  tableName(id: string): string {
    const tables = this.template.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
    const [logicalId] = tables.find(([candidate]) => this.template.idOf(candidate) === id) ?? [];
    if (logicalId === undefined) throw new Error(`the template has no table ${id}`);
    return logicalId;
  }

  /** Calls DynamoDB as somebody outside does; the clock waits for the answer. */
  async callDynamoDb(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { aws, clock } = this.options;
    const io = clock.begin();
    try {
      return await aws.dynamoDb.call(operation, input);
    } finally {
      setImmediate(io.end);
    }
  }

  /** Sends every dead letter to the queue that feeds the sender, as `aws sqs start-message-move-task` does. */
  redrive(): number {
    const dead = this.deadLetters;
    const later = this.queueNamed('LATER_QUEUE_URL');
    if (!later) throw new Error('the sender knows no queue for later');
    const messages = dead.receive(Number.MAX_SAFE_INTEGER);
    for (const { body, receiptHandle } of messages) {
      later.send(body);
      dead.delete(receiptHandle);
    }
    return messages.length;
  }

  /** Creates and wires what the template describes. */
  async build(): Promise<void> {
    const { aws, clock } = this.options;
    for (const [logicalId, { Properties }] of this.template.ofType('AWS::DynamoDB::Table')) {
      const { AttributeDefinitions, KeySchema } = Properties;
      const table = { TableName: logicalId, AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' };
      await this.callDynamoDb('CreateTable', table);
      await this.untilActive(logicalId);
    }
    for (const [logicalId] of this.template.ofType('AWS::S3::Bucket')) {
      aws.buckets.set(logicalId, new Map());
      this.template.setReference(logicalId, logicalId, `arn:aws:s3:::${logicalId}`);
    }
    for (const [logicalId] of this.template.ofType('AWS::KinesisFirehose::DeliveryStream')) {
      const stream = new DeliveryStream(logicalId);
      stream.onRecord((data) => this.results.read(data));
      aws.addDeliveryStream(stream);
    }
    for (const [logicalId, { Properties }] of this.template.ofType('AWS::Kinesis::Stream')) {
      const stream = new Stream({ clock, name: logicalId, shardCount: Number(Properties.ShardCount ?? 1) });
      this.streams.set(logicalId, stream);
      aws.addStream(stream);
      this.template.setReference(logicalId, logicalId, stream.arn);
    }
    for (const [logicalId] of this.template.ofType('AWS::SQS::Queue')) this.buildQueue(logicalId);
    for (const [logicalId] of this.template.ofType('AWS::Lambda::Function')) {
      const built = localFunction(this.options, this.template, logicalId);
      if (built) this.functions.set(logicalId, built);
    }
    for (const [logicalId, { Properties }] of this.template.ofType('AWS::Lambda::EventSourceMapping')) {
      this.buildMapping(logicalId, Properties);
    }
  }

  private queueOf(logicalId: string): Queue {
    const queue = this.queues.get(logicalId);
    if (!queue) throw new Error(`the template has no queue ${logicalId}`);
    return queue;
  }

  /** A table that is being created is not found. */
  private async untilActive(TableName: string): Promise<void> {
    for (;;) {
      const answer = await this.callDynamoDb('DescribeTable', { TableName });
      if ((answer as { readonly Table: { readonly TableStatus: string } }).Table.TableStatus === 'ACTIVE') return;
    }
  }

  /** The queue whose URL a variable of a function holds. */
  private queueNamed(variable: string): Queue | undefined {
    for (const [, { Properties }] of this.template.ofType('AWS::Lambda::Function')) {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      const queue = this.queues.get(this.template.reference(Variables[variable]) ?? '');
      if (queue) return queue;
    }
    return undefined;
  }

  private buildQueue(logicalId: string): Queue {
    const known = this.queues.get(logicalId);
    if (known) return known;
    const { clock, aws } = this.options;
    const { Properties } = this.template.resource(logicalId);
    const redrive = Properties.RedrivePolicy as { deadLetterTargetArn: unknown; maxReceiveCount: number } | undefined;
    const deadLetterId = this.template.reference(redrive?.deadLetterTargetArn);
    const queue = new Queue({
      clock,
      name: logicalId,
      deliveryDelaySeconds: Number(Properties.DelaySeconds ?? 0),
      visibilityTimeoutSeconds: Number(Properties.VisibilityTimeout ?? 30),
      ...(redrive &&
        deadLetterId !== undefined && {
          deadLetter: { queue: this.buildQueue(deadLetterId), maxReceiveCount: redrive.maxReceiveCount },
        }),
    });
    this.queues.set(logicalId, queue);
    this.template.setReference(logicalId, aws.addQueue(queue), queue.arn);
    return queue;
  }

  private buildMapping(logicalId: string, properties: Properties): void {
    const { clock, releasesRecords } = this.options;
    const source = this.template.reference(properties.EventSourceArn) ?? '';
    const target = this.functions.get(this.template.reference(properties.FunctionName) ?? '');
    const queue = this.queues.get(source);
    const stream = this.streams.get(source);
    if (!target || properties.Enabled === false) return;
    const types = (properties.FunctionResponseTypes ?? []) as string[];
    const common = {
      clock,
      function: target,
      batchSize: properties.BatchSize as number | undefined,
      maximumBatchingWindowSeconds: properties.MaximumBatchingWindowInSeconds as number | undefined,
      reportBatchItemFailures: types.includes('ReportBatchItemFailures'),
    };
    const { MaximumConcurrency } = (properties.ScalingConfig ?? {}) as { MaximumConcurrency?: number };
    if (queue) {
      this.mappings.push(new EventSourceMapping({ ...common, queue, maximumConcurrency: MaximumConcurrency }));
    }
    if (stream) {
      const mapping = new KinesisEventSourceMapping({
        ...common,
        stream,
        parallelizationFactor: properties.ParallelizationFactor as number | undefined,
        bisectBatchOnFunctionError: properties.BisectBatchOnFunctionError as boolean | undefined,
        maximumRetryAttempts: properties.MaximumRetryAttempts as number | undefined,
        maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds as number | undefined,
        releasesRecords,
        onFailure: (batch) => this.discard(logicalId, properties, stream, batch),
      });
      this.mappings.push(mapping);
    }
  }

  /** What was given up goes where the template says, or nowhere. */
  private discard(mappingId: string, properties: Properties, stream: Stream, batch: DiscardedBatch): void {
    const { clock, aws } = this.options;
    const { OnFailure } = (properties.DestinationConfig ?? {}) as { OnFailure?: { Destination: unknown } };
    const destination = this.template.reference(OnFailure?.Destination) ?? '';
    const record = invocationRecord(clock, stream.arn, this.template.text(properties.FunctionName), batch);
    const bucket = aws.buckets.get(destination);
    const queue = this.queues.get(destination);
    if (bucket) writeInvocationRecord(bucket, clock, mappingId, record, batch.payload);
    queue?.send(JSON.stringify(record));
    (bucket || queue ? this.discarded : this.lost).push(batch);
  }
}

/**
 * Builds the pipeline out of the synthesized stack: functions run their bundles, and everything else has the properties
 * that the template gives it.
 *
 * @throws Error when the assembly lacks the stack or an asset
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { aws, assembly, stackName = 'MassMessaging' } = options;
  const pipeline = new Pipeline(options, AssemblyTemplate.read(assembly, stackName, aws.accountId));
  await pipeline.build();
  return pipeline;
}
