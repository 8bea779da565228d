import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { loadAsset } from './asset-modules';
import { captureOutput } from './captured-process';
import type { Clock } from './clock';
import { Network, type OnIo } from './network';
import { seededRandom } from './seeded-random';

export interface ExecutionEnvironmentOptions {
  /** Folder of the asset, such as `cdk.out/asset.<hash>`. It is not modified. */
  readonly asset: string;
  /** @default 'index.handler' */
  readonly handler?: string;
  readonly clock: Clock;
  /** The variables that the handler sees, added to those that Lambda sets itself. The rest of this process's are hidden. */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default - the name of the asset's folder */
  readonly functionName?: string;
  /** @default 512 */
  readonly memorySize?: number;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default '123456789012' */
  readonly accountId?: string;
  /** Makes the handler's `Math.random` repeat itself. @default - it does not */
  readonly seed?: string;
  /** Where requests to an origin really go, such as `{ 'https://hooks.slack.com': 'http://127.0.0.1:4000' }`. */
  readonly origins?: Readonly<Record<string, string>>;
  /** How long a server takes to answer, in milliseconds by the clock. @default 0 */
  readonly latency?: (url: string) => number;
  /** Called before each request is sent and after each answer has come; may call `kill()`. `n` counts requests from 1. */
  readonly onIo?: OnIo;
  /** Called for each line that the handler writes. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** The environment was killed in the middle of an invocation. */
export class CrashedError extends Error {
  override readonly name = 'CrashedError';
}

/** The invocation took longer than the function's timeout; Lambda ends the environment then. */
export class TimedOutError extends Error {
  override readonly name = 'TimedOutError';
}

/**
 * One Lambda execution environment: a module state, environment variables and output of its own, and the given clock in place
 * of the wall's. The code is the bundle as it would be deployed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class ExecutionEnvironment {
  readonly lines: string[] = [];
  readonly clock: Clock;
  private readonly network: Network;
  private readonly functionName: string;
  private handler: ((event: unknown, context: unknown) => unknown) | undefined;
  private dead = false;
  private onCrash: (error: Error) => void = () => {};

  constructor(private readonly options: ExecutionEnvironmentOptions) {
    this.clock = options.clock;
    this.functionName = options.functionName ?? basename(options.asset);
    this.network = new Network({ ...options, alive: () => !this.dead });
  }

  /** Whether the environment has crashed or timed out. */
  get killed(): boolean {
    return this.dead;
  }

  /** How many requests have been made. */
  get requests(): number {
    return this.network.count;
  }

  /**
   * Crashes the environment. From here on nothing of it takes effect: requests under way are destroyed, answers are not
   * delivered, timers do not fire, output is dropped.
   */
  kill(error: Error = new CrashedError('the execution environment crashed')): void {
    this.dead = true;
    // Nothing calls the code again; a long run with many crashes would keep each of its copies.
    this.handler = undefined;
    this.network.destroy();
    this.onCrash(error);
  }

  /**
   * Runs the handler with a copy of `event`; the first call loads the code (the init phase).
   *
   * @returns what the handler returned, as JSON carries it
   * @throws what the handler threw; TimedOutError; CrashedError
   */
  async invoke(event: unknown, { timeoutMs = 3000 }: { readonly timeoutMs?: number } = {}): Promise<unknown> {
    if (this.dead) throw new CrashedError('the execution environment is gone');
    const deadline = this.clock.now() + timeoutMs;
    const crashed = new Promise<never>((_resolve, reject) => {
      this.onCrash = reject;
    });
    const timer = this.clock.setTimeout(() => {
      this.kill(new TimedOutError(`Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`));
    }, timeoutMs);
    try {
      const result = await Promise.race([crashed, this.run(event, deadline)]);
      return result === undefined ? undefined : JSON.parse(JSON.stringify(result));
    } finally {
      this.clock.clearTimeout(timer);
    }
  }

  private async run(event: unknown, deadline: number): Promise<unknown> {
    this.handler ??= this.load();
    return await this.handler(JSON.parse(JSON.stringify(event)), this.context(deadline));
  }

  private load(): (event: unknown, context: unknown) => unknown {
    const {
      asset,
      handler = 'index.handler',
      environment = {},
      region = 'us-east-1',
      memorySize = 512,
      seed,
    } = this.options;
    const [file = '', exported = ''] = handler.split('.');
    const output = captureOutput(
      {
        TZ: ':UTC',
        LANG: 'en_US.UTF-8',
        LAMBDA_TASK_ROOT: asset,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: this.functionName,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        _HANDLER: handler,
        ...environment,
      },
      (line, stream) => {
        if (this.dead) return;
        this.lines.push(line);
        this.options.onLine?.(line, stream);
      },
    );
    const loaded = loadAsset(join(asset, file), {
      clock: this.clock,
      network: this.network,
      alive: () => !this.dead,
      ...(seed !== undefined && { random: seededRandom(seed) }),
      ...output,
    });
    const found = loaded[exported];
    if (typeof found !== 'function')
      throw new Error(`Runtime.HandlerNotFound: ${handler} is undefined or not exported`);
    return found as (event: unknown, context: unknown) => unknown;
  }

  private context(deadline: number): Readonly<Record<string, unknown>> {
    const { region = 'us-east-1', accountId = '123456789012', memorySize = 512 } = this.options;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName: this.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${this.functionName}`,
      memoryLimitInMB: String(memorySize),
      awsRequestId: randomUUID(),
      logGroupName: `/aws/lambda/${this.functionName}`,
      logStreamName: '$LATEST',
      getRemainingTimeInMillis: () => Math.max(0, deadline - this.clock.now()),
    };
  }
}
