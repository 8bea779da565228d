import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { CloudTrailEvent } from '../../../lambda/auto-tagging/cloudtrail/event';
import type { CreatedResource } from '../../../lambda/auto-tagging/derivation/derivation';
import type { TagPolicy } from '../../../lambda/auto-tagging/policy/tag-policy';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

export const policy: TagPolicy = {
  required: [
    { key: 'Owner', value: { from: 'owner' } },
    { key: 'CreatedAt', value: { from: 'created-at' } },
  ],
};

export function queueArn(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}

export function resourceOf(arn: string, more: Partial<CreatedResource> = {}): CreatedResource {
  const [, , service = ''] = arn.split(':');
  const name = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  return { arn, type: `${service}:thing`, name, accountId: ACCOUNT, region: REGION, ...more };
}

/** A CloudTrail record of an assumed role; `arns` is what the test's own derivation reads. */
export function recordOf(eventID: string, arns: readonly string[], more: Readonly<Record<string, unknown>> = {}) {
  return {
    eventVersion: '1.08',
    eventID,
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    eventTime: new Date().toISOString(),
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Developer/ann`,
      accountId: ACCOUNT,
      sessionContext: { sessionIssuer: { type: 'Role', userName: 'Developer' } },
    },
    userAgent: 'aws-sdk-js/3',
    requestParameters: { queueName: 'q' },
    responseElements: { arns },
    readOnly: false,
    ...more,
  };
}

/** What {@link recordOf} says was created. */
export function createdBy(event: CloudTrailEvent): readonly CreatedResource[] {
  const { arns } = event.responseElements;
  return Array.isArray(arns) ? arns.map((arn) => resourceOf(String(arn))) : [];
}

export function sqsRecord(messageId: string, body: unknown, receiveCount = 1): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(Date.now()),
      SenderId: 'events',
      ApproximateFirstReceiveTimestamp: String(Date.now()),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn('tagger'),
    awsRegion: REGION,
  };
}

/** A record as EventBridge puts it on the queue. */
export function message(messageId: string, record: Readonly<Record<string, unknown>>, receiveCount = 1): SQSRecord {
  const envelope = {
    version: '0',
    id: messageId,
    'detail-type': 'AWS API Call via CloudTrail',
    source: String(record.eventSource).replace('.amazonaws.com', '').replace(/^/, 'aws.'),
    account: ACCOUNT,
    time: new Date().toISOString(),
    region: REGION,
    resources: [],
    detail: record,
  };
  return sqsRecord(messageId, envelope, receiveCount);
}

export function batch(...Records: readonly SQSRecord[]): SQSEvent {
  return { Records: [...Records] };
}

export function contextOf(remaining = 60_000): Context {
  const end = Date.now() + remaining;
  return {
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:tagger`,
    getRemainingTimeInMillis: () => end - Date.now(),
  } as Context;
}

/** A request to {@link FakeAws}. */
export interface Call {
  /** Operation of a JSON or query call, method and path of any other. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly time: number;
}
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly xml?: string;
}
export type Handler = (call: Call) => Answer;

/** An AWS that answers as each test says; the SDK finds it through `AWS_ENDPOINT_URL`. */
export class FakeAws {
  readonly calls: Call[] = [];
  private handlers = new Map<string, Handler>();
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = callOf(request, Buffer.concat(chunks).toString());
      this.calls.push(call);
      const handler = this.handlers.get(call.action);
      const answer = handler?.(call) ?? error('UnknownOperationException', call.action);
      const type = answer.xml === undefined ? 'application/x-amz-json-1.1' : 'text/xml';
      response.writeHead(answer.status ?? 200, { 'content-type': type });
      response.end(answer.xml ?? JSON.stringify(answer.json ?? {}));
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    delete process.env.AWS_ENDPOINT_URL;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Forgets calls, and answers as an AWS in which nothing is tagged and everything works. */
  reset(): void {
    this.calls.length = 0;
    this.handlers = new Map<string, Handler>([
      ['GetResources', () => ({ json: { ResourceTagMappingList: [] } })],
      ['TagResources', () => ({ json: { FailedResourcesMap: {} } })],
      [
        'PutEvents',
        (call) => ({ json: { FailedEntryCount: 0, Entries: entriesOf(call).map(() => ({ EventId: 'e' })) } }),
      ],
      ['ChangeMessageVisibilityBatch', () => ({ json: { Successful: [], Failed: [] } })],
    ]);
  }

  on(action: string, handler: Handler): void {
    this.handlers.set(action, handler);
  }

  of(action: string): readonly Call[] {
    return this.calls.filter((call) => call.action === action);
  }

  /** ARNs of each TagResources call. */
  tagged(): readonly (readonly string[])[] {
    return this.of('TagResources').map((call) => call.input.ResourceARNList as string[]);
  }

  /** `detail-type` and `detail` of everything published. */
  published(): readonly { readonly type: string; readonly finding: Record<string, unknown> }[] {
    return this.of('PutEvents')
      .flatMap(entriesOf)
      .map(({ DetailType, Detail }) => ({ type: String(DetailType), finding: JSON.parse(String(Detail)) }));
  }
}

export function entriesOf(call: Call): readonly Record<string, unknown>[] {
  return call.input.Entries as Record<string, unknown>[];
}

/** An error as JSON services answer it. */
export function error(code: string, text = '', status = 400): Answer {
  return { status, json: { __type: code, message: text } };
}

/** An answer of TagResources in which some ARNs failed. */
export function failed(failures: Readonly<Record<string, readonly [string, string, number?]>>): Answer {
  const entries = Object.entries(failures).map(([arn, [ErrorCode, ErrorMessage, StatusCode = 400]]) => [
    arn,
    { ErrorCode, ErrorMessage, StatusCode },
  ]);
  return { json: { FailedResourcesMap: Object.fromEntries(entries) } };
}

function callOf({ headers, method, url = '' }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  const time = Date.now();
  if (typeof target === 'string') {
    return { action: target.split('.')[1] ?? '', input: JSON.parse(body), body, headers, time };
  }
  const form = new URLSearchParams(headers['content-type']?.includes('form-urlencoded') ? body : '');
  const action =
    form.get('Action') ??
    `${method} ${url
      .replace(/[?&]x-id=\w+/, '')
      .replace('/?', '?')
      .replace(/=$/, '')}`;
  return { action, input: Object.fromEntries(form), body, headers, time };
}
