import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The value is no URL that the notifier may post to. Its message holds nothing of the value. */
export class InvalidSlackUrlError extends Error {
  override readonly name = 'InvalidSlackUrlError';
}

/** The URL could not be read. Its message names only what AWS answered. */
export class SlackUrlUnavailableError extends Error {
  override readonly name = 'SlackUrlUnavailableError';
}

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Takes the URL out of a secret, which is the bare URL or JSON with the property `url`.
 *
 * @throws InvalidSlackUrlError for anything but https, or http to this very machine, where the proofs listen
 */
export function parseSlackUrl(secret: string): string {
  const value = bareUrl(secret.trim());
  if (!URL.canParse(value)) throw new InvalidSlackUrlError('the Slack URL is not a URL');
  const url = new URL(value);
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.includes(url.hostname));
  if (!allowed) throw new InvalidSlackUrlError('the Slack URL does not begin with https://');
  if (url.username !== '' || url.password !== '') throw new InvalidSlackUrlError('the Slack URL holds a user name');
  return url.href;
}

function bareUrl(secret: string): string {
  if (!secret.startsWith('{')) return secret;
  try {
    const { url } = JSON.parse(secret) as { readonly url?: unknown };
    if (typeof url === 'string') return url.trim();
  } catch {
    // The error of JSON.parse repeats the text, so it is not passed on.
  }
  throw new InvalidSlackUrlError('the secret is JSON without the property url');
}

const secretsManager = new SecretsManagerClient();

/**
 * Reads the URL from where it lies.
 *
 * @param source `secretsmanager:<name or ARN>` or `ssm:<parameter name>`
 * @throws InvalidSlackUrlError, SlackUrlUnavailableError
 */
export async function readSlackUrl(source: string): Promise<string> {
  const secret = await readSecret(source).catch((error: unknown) => {
    if (error instanceof InvalidSlackUrlError) throw error;
    throw new SlackUrlUnavailableError(`AWS answered ${error instanceof Error ? error.name : 'something unknown'}`);
  });
  if (secret === undefined) throw new InvalidSlackUrlError('the secret of the Slack URL is empty');
  return parseSlackUrl(secret);
}

async function readSecret(source: string): Promise<string | undefined> {
  const separator = source.indexOf(':');
  const name = source.slice(separator + 1);
  switch (source.slice(0, separator)) {
    case 'secretsmanager':
      return (await secretsManager.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
    case 'ssm':
      return (await import('./native/ssm')).readParameter(name);
    default:
      throw new InvalidSlackUrlError('the source of the Slack URL is neither secretsmanager: nor ssm:');
  }
}

/** The URL, read once and kept for the life of the execution environment. */
export class SlackUrl {
  private url: string | undefined;

  /** @param source as of {@link readSlackUrl} */
  constructor(private readonly source: string) {}

  /** @throws InvalidSlackUrlError, SlackUrlUnavailableError */
  async get(): Promise<string> {
    this.url ??= await readSlackUrl(this.source);
    return this.url;
  }

  /** Reads it anew: it may have been replaced. @throws InvalidSlackUrlError, SlackUrlUnavailableError */
  async reread(): Promise<string> {
    this.url = undefined;
    return this.get();
  }
}
