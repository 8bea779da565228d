import { AssemblyTemplate } from '../../local/assembly-template';
import { fraction } from '../../local/aws/faults';
import type { PipelineOptions } from '../pipeline-options';

/** Milliseconds that the provider takes, and a service of AWS. */
const PROVIDER = { least: 40, most: 160 };
const AWS = { least: 2, most: 8 };

/** Latencies evenly spread around 100 ms for the provider and 5 ms for AWS, the same ones each time for an equal seed. */
export function seededLatency(seed: string): NonNullable<PipelineOptions['latency']> {
  let calls = 0;
  return (url) => {
    const { least, most } = url.endsWith('/messages') ? PROVIDER : AWS;
    return Math.round(least + fraction(`${seed} latency ${calls++}`) * (most - least));
  };
}

/** A variable of the sender as the template sets it. */
export function senderVariable(assembly: string, name: string): string {
  const template = AssemblyTemplate.read(assembly, 'MassMessaging', '123456789012');
  for (const [, { Properties }] of template.ofType('AWS::Lambda::Function')) {
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    if ('PROVIDER_URL' in Variables) return template.text(Variables[name]);
  }
  throw new Error('the template has no sender');
}

/** Requests a second that the template says the provider takes. */
export function providerLimit(assembly: string): number {
  return Number(senderVariable(assembly, 'PROVIDER_REQUESTS_PER_SECOND'));
}
