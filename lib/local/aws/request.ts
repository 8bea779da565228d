import type { IncomingMessage } from 'node:http';

/** A request to a local AWS service, before anything is known about its protocol. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** Decoded path, such as `/tags/arn:aws:…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Signing name of the service, such as `tagging`; empty when the request is not signed. */
  readonly service: string;
  readonly region: string;
  /** Access key id, which tells the account. */
  readonly accessKeyId: string;
}

/** What the service answers. */
export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/**
 * Reads a request to its end. Service and Region come from the credential scope of its signature, which is not verified.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? '/', 'http://localhost');
  const [, signed] = /Credential=([^,\s]+)/.exec(message.headers.authorization ?? '') ?? [];
  // A presigned URL carries its signature in the query.
  const scope = signed ?? url.searchParams.get('X-Amz-Credential') ?? '';
  const [accessKeyId = '', , region = 'us-east-1', service = ''] = scope.split('/');
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks),
    service,
    region,
    accessKeyId,
  };
}
