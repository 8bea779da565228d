/**
 * The contract between the manifests, which set these variables, and the server, which reads them.
 * A property is the name that code uses, its value is the name of the environment variable.
 */
export const LinksEnvironment = {
  /** Address to listen on. @default '::', every address of both families */
  address: 'ADDRESS',
  /** TCP port; 0 takes any free one. */
  port: 'PORT',
  /** Name of the table that holds the links. */
  tableName: 'TABLE_NAME',
  /** File with the administrator's tokens, JSON: `{"current": "...", "previous": "..."}`. Never a token itself. */
  tokenFile: 'TOKEN_FILE',
  /** Seconds after SIGTERM at which the process ends whatever is still going on. */
  drainSeconds: 'DRAIN_SECONDS',
} as const;

/** The variables, read. */
export interface Settings {
  readonly address: string;
  readonly port: number;
  readonly tableName: string;
  readonly tokenFile: string;
  readonly drainSeconds: number;
}

/** The process was started without a variable that it needs, or with one that makes no sense. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

/**
 * Reads the contract.
 *
 * @param variables usually `process.env`
 * @throws InvalidEnvironmentError naming every variable that is missing or out of its limits
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const text = (name: string, otherwise?: string): string => {
    const value = variables[name] ?? otherwise;
    if (value === undefined || value === '') problems.push(`${name}: not set`);
    return value ?? '';
  };
  const number = (name: string, least: number, most: number, isWhole: boolean): number => {
    const value = text(name);
    const parsed = Number(value);
    if (value === '') return 0;
    if (!/^\d+(\.\d+)?$/.test(value) || parsed < least || parsed > most || (isWhole && !Number.isInteger(parsed)))
      problems.push(`${name}: ${least} to ${most}, got: ${value}`);
    return parsed;
  };
  const settings: Settings = {
    address: text(LinksEnvironment.address, '::'),
    port: number(LinksEnvironment.port, 0, 65_535, true),
    tableName: text(LinksEnvironment.tableName),
    tokenFile: text(LinksEnvironment.tokenFile),
    drainSeconds: number(LinksEnvironment.drainSeconds, 0, 300, false),
  };
  if (problems.length > 0) throw new InvalidEnvironmentError(problems.join('; '));
  return settings;
}
