import { CognitoSignIn } from '../../../../services/chat-system/web/cognito-sign-in';
import { base64Url, makePkce } from '../../../../services/chat-system/web/pkce';

/** What the page needs of a browser. */
function browser(search = '') {
  const kept = new Map<string, string>();
  const location = { origin: 'https://chat.example', search, assign: jest.fn() };
  const history = { replaceState: jest.fn() };
  const sessionStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  const answers: object[] = [];
  const fetch = jest.fn(async (_url: string, _init: { readonly body: URLSearchParams }) => {
    const answer = answers.shift();
    return { ok: answer !== undefined, json: async () => answer };
  });
  Object.assign(globalThis, { location, history, sessionStorage, fetch });
  return { kept, location, history, fetch, answers };
}

const originals = { ...globalThis };
afterEach(() => {
  for (const name of ['location', 'history', 'sessionStorage'] as const) Reflect.deleteProperty(globalThis, name);
  Object.assign(globalThis, { fetch: originals.fetch });
});

const settings = { domain: 'https://login.example', clientId: 'client' };

test('a challenge is that of RFC 7636, appendix B', async () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const random = () => new Uint8Array(Buffer.from(verifier, 'base64url'));
  expect(await makePkce(random)).toEqual({ verifier, challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' });
});

test('a code comes back to whoever has begun, and is exchanged with the verifier', async () => {
  const { location, kept, fetch, answers, history } = browser();
  expect(await new CognitoSignIn(settings).begin()).toBe(false);
  const address = new URL(String(location.assign.mock.calls[0]?.[0]));
  expect(address.origin + address.pathname).toBe('https://login.example/oauth2/authorize');
  const asked = Object.fromEntries(address.searchParams);
  expect(asked).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'openid',
    client_id: 'client',
  });
  expect(asked.redirect_uri).toBe('https://chat.example/');

  location.search = `?code=abc&state=${asked.state}`;
  answers.push({ access_token: 'access', refresh_token: 'refresh', expires_in: 3600 });
  const { verifier } = JSON.parse(kept.get('request') ?? '') as { readonly verifier: string };
  const signIn = new CognitoSignIn(settings);
  expect(await signIn.resume()).toBe(true);
  const form = Object.fromEntries(fetch.mock.calls[0]?.[1].body ?? []);
  expect(form).toMatchObject({ grant_type: 'authorization_code', code: 'abc', code_verifier: verifier });
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(verifier));
  expect(asked.code_challenge).toBe(base64Url(new Uint8Array(digest)));
  expect(history.replaceState).toHaveBeenCalledWith(null, '', 'https://chat.example/');
  expect(await signIn.token(false)).toBe('access');
});

test.each(['?code=abc&state=other', '?code=abc'])('%s of somebody else is not exchanged', async (search) => {
  const { kept, fetch } = browser(search);
  kept.set('request', JSON.stringify({ state: 'mine', verifier: 'v' }));
  expect(await new CognitoSignIn(settings).resume()).toBe(false);
  expect(fetch).not.toHaveBeenCalled();
});

test('a token is renewed when it is about to expire, or was perhaps refused', async () => {
  const { kept, answers } = browser();
  const tokens = { access: 'old', refresh: 'refresh', expiresAt: Date.now() + 3_600_000 };
  kept.set('tokens', JSON.stringify(tokens));
  const signIn = new CognitoSignIn(settings);
  expect(await signIn.token(false)).toBe('old');
  answers.push({ access_token: 'new', expires_in: 30 });
  expect(await signIn.token(true)).toBe('new');
  answers.push({ access_token: 'newer', expires_in: 3600 });
  expect(await signIn.token(false)).toBe('newer');
  await expect(signIn.token(true)).rejects.toThrow('The sign-in did not work.');
});

test('signed out, nothing is left in the window', () => {
  const { kept, location } = browser();
  kept.set('tokens', '{}');
  new CognitoSignIn(settings).end();
  expect(kept.size).toBe(0);
  expect(String(location.assign.mock.calls[0]?.[0])).toBe(
    'https://login.example/logout?client_id=client&logout_uri=https%3A%2F%2Fchat.example%2F',
  );
});
