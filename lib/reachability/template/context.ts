import type { Stack, TemplateResource } from './stack';
import type { Unknown, Value } from './value';

/** What an expression of one stack can see. */
export interface Context {
  readonly stack: Stack;
  readonly world: World;
  /** The value of an expression; never throws. */
  resolve(expression: unknown): Value;
  /** The value of a condition of the stack. */
  condition(name: string): boolean | Unknown;
}

/** All stacks together. */
export interface World {
  readonly stacks: readonly Stack[];
  of(stack: Stack): Context;
  /** The stack that an AWS::CloudFormation::Stack resource deploys. */
  nested(stack: Stack, logicalId: string): Stack | undefined;
  /** Elastic IP addresses of AWS::EC2::EIP resources by id in the model. */
  readonly elasticIps: ReadonlyMap<string, string>;
}

/** The resource of a stack, unless a condition leaves it out. */
export function resourceOf({ stack, condition }: Context, logicalId: string): TemplateResource | undefined {
  const resource = stack.template.Resources?.[logicalId];
  return resource?.Condition !== undefined && condition(resource.Condition) === false ? undefined : resource;
}
