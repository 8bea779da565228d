import type { AwsRequest, AwsResponse } from './request';

/** Whether the request asks for the tags of resources: GetResources, or what a service has instead. */
export function readsTags({ service, method, path, query, headers, body }: AwsRequest): boolean {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return service === 'tagging' && target.endsWith('.GetResources');
  if (service === 's3') return method === 'GET' && query.has('tagging');
  if (method === 'GET') return /\/tags?\/arn:/i.test(path);
  const action = new URLSearchParams(body.toString()).get('Action') ?? '';
  return /^(List\w*Tags|DescribeTags)$/.test(action);
}

/**
 * Sends the request to the endpoint as it came, and answers what comes back.
 *
 * @returns 500 where the endpoint does not answer, which the SDK tries again
 */
export async function forward(endpoint: string, { method, url, headers, body }: AwsRequest): Promise<AwsResponse> {
  const passed = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !hopByHop.has(name) ? [[name, value]] : [],
  );
  try {
    const answer = await fetch(endpoint.replace(/\/$/, '') + url, {
      method,
      headers: passed,
      redirect: 'manual',
      ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
    });
    return await asResponse(answer);
  } catch (error) {
    const { code = 'no answer' } = ((error as Error).cause ?? {}) as { code?: string };
    const message = `the endpoint that tags are read from: ${code}`;
    return {
      status: 500,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: 'InternalFailure', message }),
    };
  }
}

async function asResponse(answer: Response): Promise<AwsResponse> {
  const type = answer.headers.get('content-type');
  const errorType = answer.headers.get('x-amzn-errortype');
  return {
    status: answer.status,
    headers: { ...(type && { 'content-type': type }), ...(errorType && { 'x-amzn-errortype': errorType }) },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Headers that are for one connection only, or that fetch sets itself. */
const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'keep-alive']);
