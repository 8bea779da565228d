import { Readable } from 'node:stream';
import { GetResourcesCommand, type ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';

/** The parts of an HTTP request and answer of the SDK that are touched here. */
interface Request {
  hostname: string;
  path: string;
  method: string;
  body: unknown;
  headers: Record<string, string>;
}
interface Response {
  statusCode: number;
  body: AsyncIterable<Uint8Array>;
}
interface SigningContext {
  __smithy_context?: { selectedHttpAuthScheme?: { httpAuthOption: { signingProperties?: Record<string, unknown> } } };
}

/**
 * Calls a REST-JSON service for which no client is shipped. The request travels through a client that is: so
 * credentials, signature (SigV4), retries and `AWS_ENDPOINT_URL` are the SDK's own.
 *
 * @param service host prefix and signing name
 * @returns the answer; empty where it has no body
 * @throws what the SDK throws, with the service's error code as `name`
 */
export async function restJson(
  client: ResourceGroupsTaggingAPIClient,
  service: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const command = new GetResourcesCommand({});
  let answer = '';
  command.middlewareStack.add(
    (next, context) => (args) => {
      const request = args.request as Request;
      request.hostname = request.hostname.replace(/^tagging\./, `${service}.`);
      request.path = request.path.replace(/\/$/, '') + path;
      request.method = method;
      request.body = body === undefined ? undefined : JSON.stringify(body);
      request.headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const option = (context as SigningContext).__smithy_context?.selectedHttpAuthScheme?.httpAuthOption;
      if (option) option.signingProperties = { ...option.signingProperties, signingName: service };
      return next(args);
    },
    { name: 'restJsonRequest', step: 'build', priority: 'high' },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as Response;
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      answer = Buffer.concat(chunks).toString();
      // The client expects an answer of its own service; an error it reads itself, as all services write errors alike.
      const isError = response.statusCode >= 300;
      response.body = Readable.from([Buffer.from(isError ? answer : '{}')]);
      return result;
    },
    { name: 'restJsonAnswer', step: 'deserialize', priority: 'low' },
  );
  await client.send(command);
  return answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>);
}
