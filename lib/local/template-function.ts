import type { AssemblyTemplate } from './assembly-template';
import type { Clock } from './clock';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from './execution-environment';
import type { IoPoint } from './io-point';
import { LambdaFunction } from './lambda-function';

export interface TemplateFunctionOptions extends Pick<ExecutionEnvironmentOptions, 'latency' | 'accountId'> {
  readonly template: AssemblyTemplate;
  readonly logicalId: string;
  /** What `crashAt` knows the function by, such as `Tagger`; it seeds its random numbers, too. */
  readonly id: string;
  readonly clock: Clock;
  /** Of the variables that the template gives it: those that it has here. */
  readonly environment: (variables: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Where requests to an origin really go. */
  readonly origins: (environment: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Whether an environment crashes here. */
  readonly crashAt?: (point: IoPoint) => boolean;
  readonly onLine?: (line: string) => void;
}

/**
 * A function of a template that runs its bundle, with the variables, the timeout and the concurrency that it has there.
 *
 * @returns undefined for custom resources, which only CloudFormation calls
 */
export function templateFunction(options: TemplateFunctionOptions): LambdaFunction | undefined {
  const { template, logicalId, id, clock, accountId, latency, crashAt, onLine } = options;
  const properties = template.resource(logicalId).Properties;
  const asset = template.assetOf(logicalId);
  const { Variables } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  if (asset === undefined || Variables === undefined || !String(properties.Runtime).startsWith('nodejs'))
    return undefined;
  const variables = Object.entries(Variables).map(([name, value]): [string, string] => [name, template.text(value)]);
  const environment = options.environment(Object.fromEntries(variables));
  const start = (number: number): ExecutionEnvironment => {
    const started: ExecutionEnvironment = new ExecutionEnvironment({
      asset,
      handler: properties.Handler as string | undefined,
      clock,
      environment,
      functionName: logicalId,
      seed: `${id} ${number}`,
      memorySize: Number(properties.MemorySize ?? 128),
      accountId,
      origins: options.origins(environment),
      ...(latency && { latency }),
      onIo: (n, phase) => {
        if (crashAt?.({ function: id, environment: number, n, phase })) started.kill();
      },
      onLine: (line) => onLine?.(line),
    });
    return started;
  };
  const timeoutSeconds = Number(properties.Timeout ?? 3);
  const reservedConcurrency = properties.ReservedConcurrentExecutions as number | undefined;
  return new LambdaFunction({ start, timeoutSeconds, reservedConcurrency });
}
