import { ChatEnvironment } from '../../services/chat-system/environment';

/** A function was started without a variable that its construct should have set. */
export class MissingEnvironmentError extends Error {
  override readonly name = 'MissingEnvironmentError';
}

/** The variables that each function reads, by the names that code uses. */
export const functionEnvironments = {
  authorize: ['userPoolId', 'userPoolClientId', 'allowedOrigins'],
  connection: ['sessionsTable'],
  request: ['messagesTable', 'roomsTable', 'sessionsTable', 'attachmentsBucket', 'managementEndpoint'],
  fanOut: ['roomsTable', 'sessionsTable', 'managementEndpoint'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof ChatEnvironment)[]>>;

export type FunctionName = keyof typeof functionEnvironments;

export type Environment<Name extends FunctionName> = {
  readonly [Property in (typeof functionEnvironments)[Name][number]]: string;
};

/**
 * Reads the variables of a function.
 *
 * @param variables usually `process.env`
 * @throws MissingEnvironmentError naming every variable that is not set
 */
export function readEnvironment<const Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>>,
): Environment<Name> {
  const properties: readonly (keyof typeof ChatEnvironment)[] = functionEnvironments[name];
  const missing = properties.filter((property) => variables[ChatEnvironment[property]] === undefined);
  if (missing.length > 0) {
    throw new MissingEnvironmentError(`not set: ${missing.map((property) => ChatEnvironment[property]).join(', ')}`);
  }
  const entries = properties.map((property) => [property, variables[ChatEnvironment[property]]]);
  return Object.fromEntries(entries) as Environment<Name>;
}
