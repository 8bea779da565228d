import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type FunctionName, functionEnvironments } from '../../../lambda/chat-system/environment';
import { ChatEnvironment } from '../../../services/chat-system/environment';
import { BundledFunction } from '../../constructs/bundled-function';

/** The variables of a function, by the names that code uses. */
export type ChatFunctionEnvironment<Name extends FunctionName> = Readonly<
  Record<(typeof functionEnvironments)[Name][number], string>
>;

export interface ChatFunctionProps<Name extends FunctionName> {
  readonly name: Name;
  readonly description: string;
  readonly environment: ChatFunctionEnvironment<Name>;
  readonly timeout: Duration;
  /** MB. @default 512 */
  readonly memorySize?: number;
}

const entries: Readonly<Record<FunctionName, string>> = {
  authorize: 'lambda/chat-system/authorize.ts',
  connection: 'lambda/chat-system/connection.ts',
  request: 'lambda/chat-system/request.ts',
  fanOut: 'lambda/chat-system/fan-out.ts',
};

/** A function of the chat with exactly the variables that its handler reads. */
export function chatFunction<const Name extends FunctionName>(
  scope: Construct,
  id: string,
  { name, environment, ...others }: ChatFunctionProps<Name>,
): BundledFunction {
  const values: Readonly<Record<string, string>> = environment;
  const properties: readonly (keyof typeof ChatEnvironment)[] = functionEnvironments[name];
  const variables = properties.map((property) => [ChatEnvironment[property], values[property] ?? '']);
  return new BundledFunction(scope, id, {
    ...others,
    entry: entries[name],
    environment: Object.fromEntries(variables) as Readonly<Record<string, string>>,
  });
}
