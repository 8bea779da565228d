import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { assertReachable, EndpointError } from './endpoint';

/** How the caller reaches AWS, or what stands in for it. */
export interface CallersAccount {
  /** `AWS_ENDPOINT_URL`; undefined is AWS itself. */
  readonly endpoint?: string;
  readonly region: string;
  /** 12 digits; known of AWS itself only. */
  readonly accountId?: string;
  /** Endpoints and credentials, as the SDK reads them from the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds endpoint, Region and credentials as the SDK and the AWS CLI do: environment, profile, SSO, instance metadata.
 *
 * @throws EndpointError where the endpoint cannot be reached, or AWS does not know who calls
 */
export async function callersAccount(): Promise<CallersAccount> {
  const endpoint = callersEndpoint();
  await assertReachable(endpoint);
  const sts = new STSClient({ region: await callersRegion() });
  const region = await sts.config.region();
  const endpoints = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    name.startsWith('AWS_ENDPOINT_URL') && value ? [[name, value]] : [],
  );
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await sts.config.credentials();
    const environment = {
      ...Object.fromEntries(endpoints),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    };
    if (endpoint !== undefined) return { endpoint, region, environment };
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return { region, environment, ...(Account === undefined ? {} : { accountId: Account }) };
  } catch (error) {
    // What stands in for AWS seldom asks who calls.
    if (endpoint !== undefined) return { endpoint, region, environment: Object.fromEntries(endpoints) };
    throw new EndpointError(`AWS does not know who calls: ${firstLine(error)}`);
  }
}

/** `AWS_ENDPOINT_URL`, unless it is empty. */
export function callersEndpoint(): string | undefined {
  return process.env.AWS_ENDPOINT_URL || undefined;
}

async function callersRegion(): Promise<string> {
  const named = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  if (named) return named;
  try {
    return await new STSClient({}).config.region();
  } catch {
    return 'us-east-1';
  }
}

/** An error of the SDK as one line for the person who called. */
export function firstLine(error: unknown): string {
  // Errors of a bundle may come from another realm, where `instanceof` does not know them.
  const { name, message, code } = (error ?? {}) as { readonly [property: string]: unknown };
  const [line = ''] = String(message || code || error).split('\n');
  return name === 'Error' || name === undefined ? line : `${String(name)}: ${line}`;
}

/** Whether AWS, or the way to it, is at fault: what the SDK throws, not what this program does wrong. */
export function isOfAws(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, errno } = error as { readonly name?: unknown; readonly code?: unknown; readonly errno?: unknown };
  return (
    '$metadata' in error ||
    '$fault' in error ||
    name === 'CredentialsProviderError' ||
    (typeof code === 'string' && (errno !== undefined || code.startsWith('E')))
  );
}
