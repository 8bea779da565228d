import { CrashedError, type ExecutionEnvironment, TimedOutError } from './execution-environment';

export interface LambdaFunctionOptions {
  /** Starts a new execution environment. `number` counts them from 1. */
  readonly start: (number: number) => ExecutionEnvironment;
  readonly timeoutSeconds: number;
  /** @default - as many as are asked for */
  readonly reservedConcurrency?: number;
}

/** A function with its warm execution environments. */
export class LambdaFunction {
  /** Every environment that has been started, crashed ones included. */
  readonly environments: ExecutionEnvironment[] = [];
  /** Invocations that failed, with the error. */
  readonly errors: Error[] = [];
  invocations = 0;
  private readonly idle: ExecutionEnvironment[] = [];
  private readonly listeners: (() => void)[] = [];
  private running = 0;

  constructor(private readonly options: LambdaFunctionOptions) {}

  /** Whether an invocation would be throttled now. */
  get throttled(): boolean {
    return this.running >= (this.options.reservedConcurrency ?? Number.POSITIVE_INFINITY);
  }

  /** Calls `listener` whenever an invocation has ended. */
  onEnd(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * @param payload the event as JSON
   * @returns what the handler returned, as JSON carries it
   * @throws what the handler threw; TimedOutError; CrashedError
   */
  async invoke(payload: string): Promise<unknown> {
    this.running++;
    this.invocations++;
    let environment: ExecutionEnvironment | undefined;
    try {
      environment = this.warmEnvironment() ?? this.startEnvironment();
      const result = await environment.invoke(JSON.parse(payload), { timeoutMs: this.options.timeoutSeconds * 1000 });
      this.idle.push(environment);
      return result;
    } catch (error) {
      this.errors.push(asError(error));
      if (environment && !(error instanceof CrashedError || error instanceof TimedOutError))
        this.idle.push(environment);
      throw error;
    } finally {
      this.running--;
      for (const listener of this.listeners) queueMicrotask(listener);
    }
  }

  private warmEnvironment(): ExecutionEnvironment | undefined {
    let environment = this.idle.pop();
    while (environment?.killed) environment = this.idle.pop();
    return environment;
  }

  private startEnvironment(): ExecutionEnvironment {
    const environment = this.options.start(this.environments.length + 1);
    this.environments.push(environment);
    return environment;
  }
}

/** The handler's errors may come from another realm, where `instanceof` does not know them. */
function asError(error: unknown): Error {
  const isError = typeof error === 'object' && error !== null && 'message' in error && 'name' in error;
  return isError ? (error as Error) : new Error(String(error));
}
