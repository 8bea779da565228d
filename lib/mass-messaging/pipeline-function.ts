import type { AssemblyTemplate } from '../local/assembly-template';
import { ExecutionEnvironment } from '../local/execution-environment';
import { LambdaFunction } from '../local/lambda-function';
import type { PipelineOptions } from './pipeline-options';

/** A function's id in the stack: that of its construct, where it is itself called `Function`. */
export function functionId(template: AssemblyTemplate, logicalId: string): string {
  const parts = template.pathOf(logicalId).split('/');
  return parts.filter((part) => part !== 'Resource' && part !== 'Function').at(-1) ?? logicalId;
}

/**
 * A function of the template that runs its bundle, with the variables, the timeout and the concurrency that it has there.
 *
 * @returns undefined for custom resources, which only CloudFormation calls
 */
export function localFunction(
  options: PipelineOptions,
  template: AssemblyTemplate,
  logicalId: string,
): LambdaFunction | undefined {
  const properties = template.resource(logicalId).Properties;
  const asset = template.assetOf(logicalId);
  const id = functionId(template, logicalId);
  const { Variables } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  if (asset === undefined || Variables === undefined || !String(properties.Runtime).startsWith('nodejs'))
    return undefined;
  const { clock, aws, latency } = options;
  const variables = Object.entries(Variables).map(([name, value]): [string, string] => [name, template.text(value)]);
  for (const [name, value] of variables) if (name === 'PROVIDER_SECRET_NAME') aws.secrets.set(value, 'local key');
  const environment = { ...Object.fromEntries(variables), AWS_ENDPOINT_URL: aws.url, ...options.environment?.[id] };
  const start = (number: number): ExecutionEnvironment => {
    const started: ExecutionEnvironment = new ExecutionEnvironment({
      asset,
      handler: properties.Handler as string | undefined,
      clock,
      environment,
      functionName: logicalId,
      seed: `${id} ${number}`,
      memorySize: Number(properties.MemorySize ?? 128),
      accountId: aws.accountId,
      origins: origins(options, environment),
      ...(latency && { latency }),
      onIo: (n, phase) => {
        if (options.crashAt?.({ function: id, environment: number, n, phase })) started.kill();
      },
      onLine: (line) => options.onLine?.(id, line),
    });
    return started;
  };
  const timeoutSeconds = Number(properties.Timeout ?? 3);
  const reservedConcurrency = properties.ReservedConcurrentExecutions as number | undefined;
  return new LambdaFunction({ start, timeoutSeconds, reservedConcurrency });
}

/** Requests to the provider that the template names go to the local one. */
function origins(
  { provider }: PipelineOptions,
  { PROVIDER_URL }: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return PROVIDER_URL === undefined ? {} : { [new URL(PROVIDER_URL).origin]: provider.url };
}
