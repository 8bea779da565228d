import { Fn, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A name that no other stack has, for what cannot be made without one: eight hexadecimal digits of the stack's id, which
 * AWS makes anew for each stack, after a prefix.
 */
export function uniqueName(scope: IConstruct, prefix: string): string {
  const uuid = Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
  return `${prefix}-${Fn.select(0, Fn.split('-', uuid))}`;
}
