/**
 * The contract between the constructs, which set these variables, and the handlers, which read them.
 * A property is the name that code uses, its value is the name of the environment variable.
 */
export const TaggerEnvironment = {
  /** URL of the queue whose messages wait again when a resource does not exist yet. */
  queueUrl: 'QUEUE_URL',
  /** Name of the bus that findings go to. */
  eventBusName: 'EVENT_BUS_NAME',
  /** TagResources calls a second that one execution environment may make: the limit divided by the concurrency. */
  tagCallsPerSecond: 'TAG_CALLS_PER_SECOND',
  /** Name of the role to assume in other accounts; empty where the tagger serves its own account only. */
  memberRoleName: 'MEMBER_ROLE_NAME',
} as const;

export const NotifierEnvironment = {
  /** Name of the table that remembers which alerts Slack has. */
  alertTableName: 'ALERT_TABLE_NAME',
  /** Where the Slack URL lies: `secretsmanager:<name or ARN>` or `ssm:<parameter name>`. Never the URL itself. */
  slackUrlSource: 'SLACK_URL_SOURCE',
} as const;

export const SweeperEnvironment = {
  /** URL of the tagger's queue. */
  queueUrl: 'QUEUE_URL',
  /** ARN of the Resource Explorer view; empty for the default view of the Region. */
  viewArn: 'VIEW_ARN',
} as const;

/** A handler was started without a variable that its construct should have set. */
export class MissingEnvironmentError extends Error {
  override readonly name = 'MissingEnvironmentError';
}

/**
 * Reads the variables of a contract.
 *
 * @param contract one of the objects above
 * @param variables usually `process.env`; a variable that is set but empty is returned as ''
 * @throws MissingEnvironmentError naming every variable that is not set
 */
export function readEnvironment<const Contract extends Readonly<Record<string, string>>>(
  contract: Contract,
  variables: Readonly<Record<string, string | undefined>>,
): { readonly [Property in keyof Contract]: string } {
  const missing = Object.values(contract).filter((name) => variables[name] === undefined);
  if (missing.length > 0) throw new MissingEnvironmentError(`not set: ${missing.join(', ')}`);
  const entries = Object.entries(contract).map(([property, name]) => [property, variables[name]]);
  return Object.fromEntries(entries) as { [Property in keyof Contract]: string };
}
