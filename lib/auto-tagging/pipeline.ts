import { type LoggedOutcome, readOutcome } from '../../lambda/auto-tagging/outcome';
import { AssemblyTemplate, type TemplateResource } from '../local/assembly-template';
import type { LocalAws } from '../local/aws/local-aws';
import type { Clock } from '../local/clock';
import { matchesPattern } from '../local/event-pattern';
import { EventSourceMapping } from '../local/event-source-mapping';
import { ExecutionEnvironment } from '../local/execution-environment';
import type { IoPoint } from '../local/io-point';
import { LambdaFunction } from '../local/lambda-function';
import { Queue } from '../local/queue';
import type { LocalSlack } from '../local/slack';

export interface PipelineOptions {
  /** The cloud assembly: the folder cdk.out. */
  readonly assembly: string;
  readonly clock: Clock;
  readonly aws: LocalAws;
  readonly slack: Pick<LocalSlack, 'url'>;
  /** @default 'AutoTagging' */
  readonly stackName?: string;
  /** The webhook, as it is kept in the secret; requests to its origin go to `slack`. */
  readonly slackUrl?: string;
  /** Grace period and batching windows: those of the template, or none. @default 'as deployed' */
  readonly waits?: 'as deployed' | 'none';
  /** Other folders for functions, by their id: for a proof with a broken answer. */
  readonly assets?: Readonly<Record<string, string>>;
  /** Other environment variables for functions, by their id. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How long a server takes to answer, in milliseconds by the clock. @default 0 */
  readonly latency?: (url: string) => number;
  /** Whether the environment crashes at this point. */
  readonly crashAt?: (point: IoPoint) => boolean;
}

/** A line that a function wrote. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly function: string;
  readonly line: string;
}

/** A rule of the template. */
interface LocalRule {
  readonly bus: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly queues: readonly Queue[];
}

/** The deployed exercise, wired from its template: rules, queues, event source mappings and bundled functions. */
export class Pipeline {
  readonly logs: LogLine[] = [];
  /** What the tagger reported, in order; a record that was delivered again is there again. */
  readonly outcomes: LoggedOutcome[] = [];
  /** Milliseconds since 1970 of the last outcome. */
  lastOutcomeAt = 0;
  readonly functions = new Map<string, LambdaFunction>();
  /** By logical id. */
  readonly queues = new Map<string, Queue>();
  private readonly mappings: EventSourceMapping[] = [];
  private readonly sources = new Map<LambdaFunction, Queue>();
  private readonly rules: LocalRule[] = [];

  constructor(
    private readonly options: PipelineOptions,
    private readonly template: AssemblyTemplate,
  ) {}

  /** Messages that were given up, by their bodies. */
  get deadLetters(): readonly string[] {
    return this.template.deadLetterQueueIds().flatMap((id) => this.queues.get(id)?.bodies ?? []);
  }

  /** Whether every queue but those of dead letters is empty, and no batch is being worked on. */
  get drained(): boolean {
    const dead = new Set(this.template.deadLetterQueueIds());
    return (
      this.mappings.every(({ busy }) => busy === 0) &&
      [...this.queues].every(([id, { size }]) => dead.has(id) || size === 0)
    );
  }

  /** Whether nothing moves: what is left in the queues was received and waits for its visibility timeout. */
  get resting(): boolean {
    return (
      this.mappings.every(({ busy }) => busy === 0) &&
      [...this.queues.values()].every(({ visibleCount }) => visibleCount === 0)
    );
  }

  /** Puts an event on a bus. @returns the ids of the messages that it became, one for each queue that it reached */
  putEvent(event: Readonly<Record<string, unknown>>, bus = 'default'): readonly string[] {
    const body = JSON.stringify(event);
    const messageIds: string[] = [];
    for (const rule of this.rules) {
      if (rule.bus !== bus || !matchesPattern(rule.pattern, event)) continue;
      for (const queue of rule.queues) messageIds.push(queue.send(body));
    }
    return messageIds;
  }

  /** Lets time pass until the pipeline is drained. */
  async run(): Promise<void> {
    await this.options.clock.run(() => this.drained);
  }

  /** Wires what the template describes. */
  build(): void {
    this.buildQueues();
    for (const [logicalId, resource] of this.template.ofType('AWS::Lambda::Function')) {
      this.buildFunction(logicalId, resource);
    }
    for (const [, { Properties }] of this.template.ofType('AWS::Lambda::EventSourceMapping')) {
      const queue = this.queues.get(this.template.reference(Properties.EventSourceArn) ?? '');
      const target = this.functions.get(this.template.reference(Properties.FunctionName) ?? '');
      if (!queue || !target) continue;
      this.sources.set(target, queue);
      const { MaximumConcurrency } = (Properties.ScalingConfig ?? {}) as { MaximumConcurrency?: number };
      const responseTypes = (Properties.FunctionResponseTypes ?? []) as string[];
      this.mappings.push(
        new EventSourceMapping({
          clock: this.options.clock,
          queue,
          function: target,
          batchSize: Properties.BatchSize as number | undefined,
          maximumBatchingWindowSeconds: this.wait(Properties.MaximumBatchingWindowInSeconds),
          maximumConcurrency: MaximumConcurrency,
          reportBatchItemFailures: responseTypes.includes('ReportBatchItemFailures'),
        }),
      );
    }
    for (const [, { Properties }] of this.template.ofType('AWS::Events::Rule')) {
      if (!Properties.EventPattern || Properties.State === 'DISABLED') continue;
      const targets = (Properties.Targets ?? []) as { Arn: unknown }[];
      this.rules.push({
        bus: this.template.text(Properties.EventBusName) || 'default',
        pattern: this.template.resolve(Properties.EventPattern) as Readonly<Record<string, unknown>>,
        queues: targets.flatMap(({ Arn }) => this.queues.get(this.template.reference(Arn) ?? '') ?? []),
      });
    }
    this.options.aws.onEvent((bus, event) => this.putEvent(event, bus));
  }

  /** The function with this id in the stack, such as `Tagger`. */
  function(id: string): LambdaFunction {
    const found = [...this.functions].find(([logicalId]) => this.template.idOf(logicalId) === id);
    if (!found) throw new Error(`the template has no function ${id}`);
    return found[1];
  }

  /** The queue that feeds the function with this id. */
  queueOf(id: string): Queue {
    const queue = this.sources.get(this.function(id));
    if (!queue) throw new Error(`no queue feeds the function ${id}`);
    return queue;
  }

  private buildQueues(): void {
    const { clock, aws } = this.options;
    const build = (logicalId: string): Queue => {
      const known = this.queues.get(logicalId);
      if (known) return known;
      const { Properties } = this.template.resource(logicalId);
      const redrive = Properties.RedrivePolicy as { deadLetterTargetArn: unknown; maxReceiveCount: number } | undefined;
      const deadLetterId = this.template.reference(redrive?.deadLetterTargetArn);
      const queue = new Queue({
        clock,
        name: logicalId,
        arn: `arn:aws:sqs:us-east-1:${aws.accountId}:${logicalId}`,
        deliveryDelaySeconds: this.wait(Properties.DelaySeconds),
        visibilityTimeoutSeconds: Properties.VisibilityTimeout as number | undefined,
        deadLetter:
          redrive && deadLetterId
            ? { queue: build(deadLetterId), maxReceiveCount: redrive.maxReceiveCount }
            : undefined,
      });
      this.queues.set(logicalId, queue);
      this.template.setReference(logicalId, aws.addQueue(queue), queue.arn);
      return queue;
    };
    for (const [logicalId] of this.template.ofType('AWS::SQS::Queue')) build(logicalId);
  }

  private wait(seconds: unknown): number | undefined {
    return this.options.waits === 'none' ? 0 : (seconds as number | undefined);
  }

  private buildFunction(logicalId: string, { Properties }: TemplateResource): void {
    const { clock, aws, slack, latency, slackUrl = defaultSlackUrl } = this.options;
    const id = this.template.idOf(logicalId);
    const asset = this.options.assets?.[id] ?? this.template.assetOf(logicalId);
    // Functions without a bundle are custom resources, which only CloudFormation calls.
    if (!asset || !String(Properties.Runtime).startsWith('nodejs')) return;
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const variables = Object.entries(Variables).map(([name, value]) => [name, this.template.text(value)]);
    const environment = {
      ...Object.fromEntries(variables),
      AWS_ENDPOINT_URL: aws.url,
      ...this.options.environment?.[id],
    };
    const start = (number: number): ExecutionEnvironment => {
      const started: ExecutionEnvironment = new ExecutionEnvironment({
        asset,
        handler: Properties.Handler as string | undefined,
        clock,
        environment,
        functionName: logicalId,
        seed: `${id} ${number}`,
        memorySize: Properties.MemorySize as number | undefined,
        accountId: aws.accountId,
        origins: { [new URL(slackUrl).origin]: slack.url },
        latency,
        onIo: (n, phase) => {
          if (this.options.crashAt?.({ function: id, environment: number, n, phase })) started.kill();
        },
        onLine: (line) => this.log(id, line),
      });
      return started;
    };
    const timeoutSeconds = Number(Properties.Timeout ?? 3);
    const reservedConcurrency = Properties.ReservedConcurrentExecutions as number | undefined;
    this.functions.set(logicalId, new LambdaFunction({ start, timeoutSeconds, reservedConcurrency }));
  }

  private log(id: string, line: string): void {
    const time = this.options.clock.now();
    this.logs.push({ time, function: id, line });
    const outcome = readOutcome(line);
    if (!outcome) return;
    this.outcomes.push(outcome);
    this.lastOutcomeAt = time;
  }
}

/** The webhook that a pipeline uses unless another is given. It does not exist. */
export const defaultSlackUrl = 'https://hooks.slack.com/services/T00000000/B00000000/local';

/**
 * Builds the pipeline out of the synthesized stack: tables and secrets are created in the local AWS, functions run their
 * bundles, and everything else has the properties that the template gives it.
 *
 * @throws Error when the assembly lacks the stack or an asset
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { aws, assembly, stackName = 'AutoTagging', slackUrl = defaultSlackUrl } = options;
  const template = AssemblyTemplate.read(assembly, stackName, aws.accountId);
  for (const [logicalId, { Properties }] of template.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    await aws.dynamoDb.call('CreateTable', {
      TableName: logicalId,
      AttributeDefinitions: Properties.AttributeDefinitions,
      KeySchema: Properties.KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
    });
  }
  for (const [logicalId] of template.ofType('AWS::SecretsManager::Secret')) {
    const arn = `arn:aws:secretsmanager:us-east-1:${aws.accountId}:secret:${logicalId}-local1`;
    aws.secrets.set(arn, slackUrl);
    aws.secrets.set(logicalId, slackUrl);
    template.setReference(logicalId, arn, arn);
  }
  const pipeline = new Pipeline(options, template);
  pipeline.build();
  return pipeline;
}
