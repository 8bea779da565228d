import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { cognitoVerifier } from '../../services/chat-system/sign-in/cognito';
import { InvalidTokenError, type Verifier } from '../../services/chat-system/sign-in/verifier';
import { readEnvironment } from './environment';
import { type Headers, isFromAllowedOrigin, offerOf } from './handshake';
import { createLogger, createMetrics, functionMetrics, writeCounts } from './telemetry';

export interface AuthorizerEvent {
  readonly methodArn: string;
  readonly headers?: Headers;
}

/** API Gateway answers 401 to an error with exactly this message: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html */
class UnauthorizedError extends Error {
  constructor() {
    super('Unauthorized');
  }
}

let verifier: Verifier | undefined;
const logger = createLogger('authorize');
const metrics = createMetrics('authorize');
const counted = functionMetrics.authorize;

/**
 * Decides on a handshake: 403 for a page of another origin, 401 without a good token, else the user and the token's end
 * in the context, which every event of the connection carries from then on.
 *
 * @throws Error `Unauthorized`; FetchError where the keys of the user pool cannot be had, which becomes a 500
 */
export const handler = async (event: AuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const { userPoolId, userPoolClientId, allowedOrigins } = readEnvironment('authorize', process.env);
  verifier ??= cognitoVerifier(userPoolId, userPoolClientId);
  if (!isFromAllowedOrigin(event.headers, allowedOrigins.split(','))) {
    writeCounts(metrics, { [counted.foreign]: 1 });
    return policy('nobody', 'Deny', event.methodArn);
  }
  try {
    const { user, expiresAt } = await verifier.verify(tokenOf(event));
    return { ...policy(user, 'Allow', event.methodArn), context: { user, expiresAt } };
  } catch (error) {
    if (error instanceof InvalidTokenError || error instanceof UnauthorizedError) {
      writeCounts(metrics, { [counted.unauthorized]: 1 });
      throw new UnauthorizedError();
    }
    logger.error('authorize', { reason: error instanceof Error ? error.message : String(error) });
    throw error;
  }
};

function tokenOf({ headers }: AuthorizerEvent): string {
  const { token } = offerOf(headers);
  if (token === undefined) throw new UnauthorizedError();
  return token;
}

const policy = (principalId: string, Effect: 'Allow' | 'Deny', Resource: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});
