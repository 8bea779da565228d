import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { goShortWay, silences } from './short-way';

/**
 * A client for many small calls: its middlewares are put together once and not for each call, those are left out that
 * only add headers for AWS's statistics, and the most frequent calls go past all of them.
 *
 * @see https://aws.amazon.com/blogs/developer/middleware-stack-modular-aws-sdk-js/
 */
export function chatDynamoClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const requestHandler = {
    connectionTimeout: silences.read,
    requestTimeout: silences.write,
    throwOnRequestTimeout: true,
  };
  const client = new DynamoDBClient({ requestHandler, ...config, cacheMiddleware: true });
  for (const name of ['getUserAgentMiddleware', 'recursionDetectionMiddleware']) client.middlewareStack.remove(name);
  goShortWay(client);
  return client;
}
