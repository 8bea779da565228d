import { createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { cognitoVerifier } from '../../../../services/chat-system/sign-in/cognito';
import { localSignIn } from '../../../../services/chat-system/sign-in/local';
import { InvalidTokenError } from '../../../../services/chat-system/sign-in/verifier';
import { user } from '../protocol/arbitraries';

describe('local sign-in', () => {
  test('takes its own tokens, whoever they are for', async () => {
    const signIn = localSignIn({ now: () => 1_000 });
    await fc.assert(
      fc.asyncProperty(user, async (name) => {
        expect(await signIn.verify(signIn.issueToken(name, 5))).toEqual({ user: name, expiresAt: 6_000 });
      }),
    );
  });

  test('takes no token of another key, and the tokens of a shared one', async () => {
    const key = Buffer.alloc(32, 1);
    const token = localSignIn({ key }).issueToken('ann');
    await expect(localSignIn().verify(token)).rejects.toThrow(InvalidTokenError);
    expect(await localSignIn({ key }).verify(token)).toMatchObject({ user: 'ann' });
  });

  test('takes no token after its time', async () => {
    let now = 0;
    const signIn = localSignIn({ now: () => now });
    const token = signIn.issueToken('ann', 1);
    now = 999;
    await signIn.verify(token);
    now = 1_000;
    await expect(signIn.verify(token)).rejects.toThrow(InvalidTokenError);
  });

  test('throws nothing else than its error, and takes nothing that was changed', async () => {
    const signIn = localSignIn();
    const token = signIn.issueToken('ann');
    const changed = fc.tuple(fc.nat(token.length - 1), fc.constantFrom(...'ABCabc012.-_')).map(([place, character]) => {
      return token.slice(0, place) + character + token.slice(place + 1);
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), changed), async (text) => {
        // The last characters of base64url may say the same in two ways.
        const same = text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
        fc.pre(
          same.join('.') !==
            token
              .split('.')
              .map((part) => Buffer.from(part, 'base64url').toString('hex'))
              .join('.'),
        );
        await expect(signIn.verify(text)).rejects.toThrow(InvalidTokenError);
      }),
    );
  });

  test.each(['', 'a b', 'a:b', 'a/b', 'a'.repeat(65)])('gives no token to %j', (name) => {
    expect(() => localSignIn().issueToken(name)).toThrow(RangeError);
  });
});

describe('Cognito', () => {
  const POOL = 'eu-central-1_Example01';
  const CLIENT = 'client';
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig', kty: 'RSA' } as const;
  const good = {
    iss: `https://cognito-idp.eu-central-1.amazonaws.com/${POOL}`,
    client_id: CLIENT,
    token_use: 'access',
    username: 'ann',
    sub: '11111111-2222-3333-4444-555555555555',
    exp: Math.floor(Date.now() / 1_000) + 600,
  };
  const verifier = cognitoVerifier(POOL, CLIENT, { keys: [jwk] });

  function signed(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ kid: 'one', alg: 'RS256' })}.${part(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  }

  test('takes an access token of the pool', async () => {
    expect(await verifier.verify(signed(good))).toEqual({ user: 'ann', expiresAt: good.exp * 1_000 });
  });

  test.each([
    ['an ID token', { token_use: 'id', aud: CLIENT }],
    ['a token of another client', { client_id: 'another' }],
    ['a token of another pool', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another01' }],
    ['an expired token', { exp: 1 }],
    ['a name that is none here', { username: 'ann:bob' }],
  ])('takes no %s', async (_name, change) => {
    await expect(verifier.verify(signed({ ...good, ...change }))).rejects.toThrow(InvalidTokenError);
  });

  test.each([
    ['nothing', ''],
    ['no JWT', 'abc'],
    ['another signature', `${signed(good).slice(0, -8)}AAAAAAAA`],
  ])('takes no %s', async (_name, token) => {
    await expect(verifier.verify(token)).rejects.toThrow(InvalidTokenError);
  });
});
