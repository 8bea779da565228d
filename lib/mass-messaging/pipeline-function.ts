import type { AssemblyTemplate } from '../local/assembly-template';
import type { LambdaFunction } from '../local/lambda-function';
import { templateFunction } from '../local/template-function';
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
  const { clock, aws, latency, crashAt, onLine } = options;
  const id = functionId(template, logicalId);
  return templateFunction({
    template,
    logicalId,
    id,
    clock,
    accountId: aws.accountId,
    environment: (variables) => {
      const { PROVIDER_SECRET_NAME } = variables;
      if (PROVIDER_SECRET_NAME !== undefined) aws.secrets.set(PROVIDER_SECRET_NAME, 'local key');
      return { ...variables, AWS_ENDPOINT_URL: aws.url, ...options.environment?.[id] };
    },
    origins: (environment) => origins(options, environment),
    ...(latency && { latency }),
    ...(crashAt && { crashAt }),
    onLine: (line) => onLine?.(id, line),
  });
}

/** Requests to the provider that the template names go to the local one. */
function origins(
  { provider }: PipelineOptions,
  { PROVIDER_URL }: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return PROVIDER_URL === undefined ? {} : { [new URL(PROVIDER_URL).origin]: provider.url };
}
