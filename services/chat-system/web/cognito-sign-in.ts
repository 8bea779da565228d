/// <reference lib="dom" />
import { base64Url, makePkce, randomBytes } from './pkce';
import type { SignIn } from './sign-in';

export interface CognitoSettings {
  /** Host of the managed login. */
  readonly domain: string;
  readonly clientId: string;
}

interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A token that is about to expire is renewed before it is used, milliseconds. */
const MARGIN_MS = 60_000;

/**
 * Cognito's managed login by authorization code with PKCE: the page never sees a password, and the code in the address
 * is of no use to whoever has not begun.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export class CognitoSignIn implements SignIn {
  private readonly page = `${location.origin}/`;

  constructor(private readonly settings: CognitoSettings) {}

  async resume(): Promise<boolean> {
    const query = new URLSearchParams(location.search);
    const code = query.get('code');
    if (code !== null) {
      history.replaceState(null, '', this.page);
      const { state, verifier } = read<{ state: string; verifier: string }>('request') ?? {};
      sessionStorage.removeItem('request');
      if (verifier === undefined || query.get('state') !== state) return false;
      await this.exchange({ grant_type: 'authorization_code', code, redirect_uri: this.page, code_verifier: verifier });
    }
    return read<Tokens>('tokens') !== undefined;
  }

  async begin(): Promise<boolean> {
    const { verifier, challenge } = await makePkce();
    const state = base64Url(randomBytes());
    sessionStorage.setItem('request', JSON.stringify({ state, verifier }));
    location.assign(
      this.address('oauth2/authorize', {
        response_type: 'code',
        client_id: this.settings.clientId,
        redirect_uri: this.page,
        scope: 'openid',
        state,
        code_challenge_method: 'S256',
        code_challenge: challenge,
      }),
    );
    return false;
  }

  async token(renew: boolean): Promise<string> {
    const tokens = read<Tokens>('tokens');
    if (!tokens) throw new Error('signed out');
    if (!renew && tokens.expiresAt - MARGIN_MS > Date.now()) return tokens.access;
    if (tokens.refresh === undefined) throw new Error('signed out');
    const renewed = await this.exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh }, tokens.refresh);
    return renewed.access;
  }

  end(): void {
    sessionStorage.removeItem('tokens');
    location.assign(this.address('logout', { client_id: this.settings.clientId, logout_uri: this.page }));
  }

  private address(path: string, query: Readonly<Record<string, string>>): string {
    const host = this.settings.domain.replace(/^https:\/\//, '');
    return `https://${host}/${path}?${new URLSearchParams(query)}`;
  }

  private async exchange(fields: Readonly<Record<string, string>>, refresh?: string): Promise<Tokens> {
    const answer = await fetch(this.address('oauth2/token', {}), {
      method: 'POST',
      body: new URLSearchParams({ client_id: this.settings.clientId, ...fields }),
    });
    if (!answer.ok) throw new Error('The sign-in did not work.');
    const body = (await answer.json()) as {
      readonly access_token: string;
      readonly refresh_token?: string;
      readonly expires_in: number;
    };
    const kept = body.refresh_token ?? refresh;
    const expiresAt = Date.now() + body.expires_in * 1000;
    const tokens: Tokens = { access: body.access_token, expiresAt, ...(kept !== undefined && { refresh: kept }) };
    sessionStorage.setItem('tokens', JSON.stringify(tokens));
    return tokens;
  }
}

function read<Value>(key: string): Value | undefined {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : (JSON.parse(text) as Value);
}
