import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The key could not be read. Its message names only what AWS answered. */
export class ApiKeyUnavailableError extends Error {
  override readonly name = 'ApiKeyUnavailableError';
}

/** A rotated key is used at the latest after so many milliseconds. */
const KEPT = 5 * 60_000;

const noKey = Promise.resolve(undefined);

/** The provider's API key, kept for some minutes. */
export class ApiKey {
  private key: Promise<string> | undefined;
  private readAt = 0;

  /** @param secretName empty where the provider asks for no key */
  constructor(
    private readonly client: SecretsManagerClient,
    private readonly secretName: string,
  ) {}

  /**
   * @returns undefined where the provider asks for none
   * @throws ApiKeyUnavailableError
   */
  get(): Promise<string | undefined> {
    if (this.secretName === '') return noKey;
    if (this.key && Date.now() - this.readAt <= KEPT) return this.key;
    this.readAt = Date.now();
    this.key = this.read();
    this.key.catch(() => {
      this.key = undefined;
    });
    return this.key;
  }

  private async read(): Promise<string> {
    const command = new GetSecretValueCommand({ SecretId: this.secretName });
    const { SecretString } = await this.client.send(command).catch((error: unknown) => {
      throw new ApiKeyUnavailableError(`AWS answered ${error instanceof Error ? error.name : 'something unknown'}`);
    });
    if (!SecretString) throw new ApiKeyUnavailableError('the secret holds no text');
    return SecretString.trim();
  }
}
