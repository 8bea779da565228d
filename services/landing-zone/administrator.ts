import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * Decides whether somebody is the administrator. The file is read each time: the CSI driver replaces it when the secret
 * is rotated, and no pod has to be started anew. The token before the last rotation is taken as well, until the next one.
 */
export class Administrator {
  constructor(private readonly tokenFile: string) {}

  /** Whether the file is there and has a token. */
  async hasToken(): Promise<boolean> {
    return (await this.tokens()).length > 0;
  }

  /** @throws Error when the file cannot be read */
  async is(token: string | undefined): Promise<boolean> {
    if (token === undefined || token === '') return false;
    return (await this.tokens()).map((one) => isEqual(one, token)).includes(true);
  }

  private async tokens(): Promise<readonly string[]> {
    const content: unknown = JSON.parse(await readFile(this.tokenFile, 'utf8'));
    const { current, previous } = (content ?? {}) as Readonly<Record<string, unknown>>;
    // An empty text is what `previous` is before the first rotation.
    return [current, previous].filter((token) => typeof token === 'string').filter((token) => token !== '');
  }
}

/** Takes equally long wherever the texts begin to differ. */
const isEqual = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
