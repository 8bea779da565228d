import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../../../cdk.json';
import type { MassMessagingConfig, Transport } from '../../../lib/mass-messaging/config';
import { MassMessagingStack } from '../../../lib/mass-messaging/stack';

/** The rate of the task. */
export const config: MassMessagingConfig = {
  transport: 'sqs',
  messagesPerMinute: 100_000,
  recipientsPerRecord: 25,
  provider: { url: 'https://messages.example.com/v1', requestsPerSecond: 2_000 },
};

export const transports: readonly Transport[] = ['sqs', 'kinesis'];

/**
 * The synthesized stack.
 *
 * @throws the report of cdk-nag and of CDK's validator, as errors
 */
export function templateWith(changes: Partial<MassMessagingConfig> = {}): Template {
  const app = new App({ context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new MassMessagingStack(app, 'MassMessaging', { config: { ...config, ...changes } });
  app.synth();
  return Template.fromStack(stack);
}

export type Properties = Readonly<Record<string, unknown>>;

/** Properties of the resources of a type, by logical id; of those whose id begins so, where that is given. */
export function propertiesOf(template: Template, type: string, start = ''): readonly Properties[] {
  const resources = Object.entries(template.findResources(type));
  const found = resources.filter(([id]) => id.startsWith(start));
  if (found.length === 0) throw new Error(`no ${type} ${start}`);
  return found.map(([, { Properties = {} }]) => Properties as Properties);
}

/** The one resource of a type whose id begins so. */
export function only(template: Template, type: string, start = ''): Properties {
  const [properties, ...others] = propertiesOf(template, type, start);
  if (properties === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type} ${start}`);
  return properties;
}

/** A state of the state machine, with what CloudFormation fills in left out. */
export interface State {
  readonly Type: string;
  readonly [property: string]: unknown;
}

/** The definition of the one state machine. */
export function statesOf(template: Template): Readonly<Record<string, State>> {
  const { DefinitionString } = only(template, 'AWS::StepFunctions::StateMachine') as {
    readonly DefinitionString: { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
  };
  const [, parts] = DefinitionString['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : 'X')).join('');
  return (JSON.parse(text) as { readonly States: Readonly<Record<string, State>> }).States;
}
