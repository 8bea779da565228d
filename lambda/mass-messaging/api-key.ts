import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The key could not be read. Its message names only what AWS answered. */
export class ApiKeyUnavailableError extends Error {
  override readonly name = 'ApiKeyUnavailableError';
}

/** A rotated key is used at the latest after so many milliseconds. */
const KEPT = 5 * 60_000;

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
  async get(): Promise<string | undefined> {
    if (this.secretName === '') return undefined;
    if (!this.key || Date.now() - this.readAt > KEPT) {
      this.readAt = Date.now();
      this.key = this.read();
    }
    try {
      return await this.key;
    } catch (error) {
      this.key = undefined;
      throw error;
    }
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
