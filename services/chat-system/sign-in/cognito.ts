import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { FetchError } from 'aws-jwt-verify/error';
import { isUser } from '../protocol/names';
import { InvalidTokenError, type Verifier } from './verifier';

/**
 * Takes access tokens of a Cognito user pool, for one of its clients. The keys of the pool are fetched at the first
 * token and kept.
 *
 * The user is the claim `username`: it is unique in the pool and never changes.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * @param keys JWKS, for tests. @default - fetched from the pool
 */
export function cognitoVerifier(
  userPoolId: string,
  clientId: string,
  keys?: Parameters<ReturnType<typeof create>['cacheJwks']>[0],
): Verifier {
  const verifier = create(userPoolId, clientId);
  if (keys) verifier.cacheJwks(keys);
  return {
    async verify(token) {
      const claims = await verifier.verify(token).catch((error: unknown) => {
        // The token may be good: who comes again later gets in.
        if (error instanceof FetchError) throw error;
        throw new InvalidTokenError(error instanceof Error ? error.name : 'invalid');
      });
      if (!isUser(claims.username)) throw new InvalidTokenError('username: 1 to 64 letters, digits, -, _ and .');
      return { user: claims.username, expiresAt: claims.exp * 1000 };
    },
  };
}

const create = (userPoolId: string, clientId: string) =>
  CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
