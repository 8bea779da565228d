import type { Template } from 'aws-cdk-lib/assertions';
import { only } from '../assembly';

/** What a task definition sets for its server, with something in place of what CloudFormation fills in. */
export function serverVariables(template: Template): Readonly<Record<string, string>> {
  const { ContainerDefinitions } = only(template, 'AWS::ECS::TaskDefinition') as unknown as {
    readonly ContainerDefinitions: readonly { Environment: readonly { Name: string; Value: unknown }[] }[];
  };
  const [container] = ContainerDefinitions;
  if (!container) throw new Error('no container');
  return Object.fromEntries(container.Environment.map(({ Name, Value }) => [Name, textOf(Value)]));
}

/** What CloudFormation fills in, where more than a name is needed. */
const attributes: readonly (readonly [RegExp, string])[] = [
  [/Endpoint\.Port/, '6379'],
  [/Endpoint\.Address/, 'cache.invalid'],
  [/"SignInUserPool[A-F0-9]+"/, 'eu-west-1_abcdefghi'],
];

/** The text that CloudFormation would make. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = Object(value) as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] };
  if (join) return join[1].map(textOf).join(join[0]);
  const reference = JSON.stringify(value);
  return attributes.find(([pattern]) => pattern.test(reference))?.[1] ?? 'name';
}
