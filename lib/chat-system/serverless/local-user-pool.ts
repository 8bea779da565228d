import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../local/clock';

/** Stands in for a Cognito user pool: its keys over HTTP, and tokens for whoever is named. */
export interface LocalUserPool {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Origin at which Cognito has the keys, and where they are here. */
  readonly origins: Readonly<Record<string, string>>;
  /** An access token. @param seconds for which it is valid; @default 3,600 */
  tokenOf(user: string, seconds?: number): string;
  stop(): Promise<void>;
}

const userPoolId = 'us-east-1_LocalPool';
const clientId = 'localclient';
const cognito = 'https://cognito-idp.us-east-1.amazonaws.com';
const keyId = 'local';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export async function startLocalUserPool(clock: Clock): Promise<LocalUserPool> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' };
  const server = createServer((request, response) => {
    const found = request.url === `/${userPoolId}/.well-known/jwks.json`;
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ? { keys: [jwk] } : {}));
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    userPoolId,
    clientId,
    origins: { [cognito]: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    tokenOf: (user, seconds = 3_600) => {
      const issuedAt = Math.floor(clock.now() / 1_000);
      const head = encode({ alg: 'RS256', kid: keyId });
      const claims = encode({
        sub: randomUUID(),
        iss: `${cognito}/${userPoolId}`,
        token_use: 'access',
        client_id: clientId,
        username: user,
        scope: 'openid',
        iat: issuedAt,
        exp: issuedAt + seconds,
      });
      const signature = createSign('RSA-SHA256').update(`${head}.${claims}`).sign(privateKey, 'base64url');
      return `${head}.${claims}.${signature}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
