/// <reference lib="dom" />

/** What an authorization request keeps to itself, and what it shows. */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

/**
 * A code verifier of 256 random bits and its S256 challenge.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/using-pkce-in-authorization-code.html
 */
export async function makePkce(random: () => Uint8Array = randomBytes): Promise<Pkce> {
  const verifier = base64Url(random());
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64Url(new Uint8Array(digest)) };
}

/** Base 64 with the alphabet of URLs and no padding. */
export function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32));
}
