import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import type { DeliveryStream } from '../firehose';
import type { Stream } from '../kinesis';
import type { Queue } from '../queue';
import { cloudTrail, resourceExplorer } from './discovery';
import { LocalDynamoDb } from './dynamodb';
import { eventBridge } from './eventbridge';
import type { Call, Faults } from './faults';
import { firehose } from './firehose';
import { startHttpServer } from './http-server';
import { Inventory } from './inventory';
import { kinesis } from './kinesis';
import { autoScaling, ec2, genericTagging, iam } from './native-tagging';
import type { NewObject, ObjectMetadata } from './object-metadata';
import { parseQuery, queryError, queryResponse } from './query-protocol';
import { forward, readsTags } from './read-through';
import { type AwsRequest, type AwsResponse, readRequest } from './request';
import { resourceGroupsTagging } from './resource-groups-tagging';
import { bucketTagging, s3Error } from './s3';
import { corsHeaders } from './s3-cors';
import { bucketObjects, objectOperation } from './s3-objects';
import { isPostForm, postObject } from './s3-post-form';
import { secretsManager, systemsManager } from './secrets';
import { AwsError, type CallContext, type Input, type Operations } from './service';
import { sqs } from './sqs';
import type { Limits, State, TrailEvent } from './state';
import { accountOf, sts } from './sts';

export interface LocalAwsOptions {
  readonly clock: Clock;
  /** @default '123456789012' */
  readonly accountId?: string;
  /** Whether a resource that is not in the inventory exists when it is asked for. @default 'exists' */
  readonly unknownResources?: 'exists' | 'absent';
  readonly faults?: Faults;
  /** @default - those that AWS documents */
  readonly limits?: Partial<Limits>;
  /** Endpoint that answers the calls that read tags, while everything else stays here. @default - none */
  readonly readThrough?: string;
  /** Whether calls are kept: a long run has millions. @default true */
  readonly keepsCalls?: boolean;
  /** Folder where the tables are kept. @default - in memory */
  readonly dynamoDbFolder?: string;
}

/** A call that was made, and how it ended: with the error code, or `ok`. */
export interface RecordedCall extends Call {
  readonly result: string;
}

export interface LocalAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly accountId: string;
  readonly inventory: Inventory;
  readonly dynamoDb: LocalDynamoDb;
  /** Every call so far, oldest first. */
  readonly calls: readonly RecordedCall[];
  /** Calls that nothing here can answer, as `service:Operation`. A proof must find this empty. */
  readonly unknownCalls: readonly string[];
  readonly secrets: Map<string, string>;
  readonly parameters: Map<string, string>;
  readonly trail: TrailEvent[];
  /** Objects by bucket, then by key; a bucket exists as soon as it is set. */
  readonly buckets: Map<string, Map<string, Buffer>>;
  /** Content type and tags of an object; the key is the object itself. */
  readonly objectMetadata: WeakMap<Buffer, ObjectMetadata>;
  /** Origins of pages that may read the answers of a bucket, by bucket. */
  readonly corsOrigins: Map<string, readonly string[]>;
  /** Calls `listener` for each object that was put or posted. */
  onObject(listener: (object: NewObject) => void): void;
  /** Makes a Kinesis stream reachable. */
  addStream(stream: Stream): void;
  /** Makes a Firehose stream reachable. */
  addDeliveryStream(stream: DeliveryStream): void;
  /** Makes a queue reachable. @returns its URL */
  addQueue(queue: Queue): string;
  /** Calls `listener` for each event that is put on a bus. */
  onEvent(listener: (busName: string, event: Input) => void): void;
  stop(): Promise<void>;
}

/** The AWS services that the exercises call, over HTTP on this machine. Signatures are not verified, only read. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const aws = new Services(options);
  const server = await startHttpServer((message, response) => {
    void readRequest(message).then(
      async (request) => write(response, await aws.answer(request)),
      () => response.destroy(),
    );
  });
  const { url } = server;
  return {
    url,
    accountId: aws.accountId,
    calls: aws.calls,
    unknownCalls: aws.unknownCalls,
    dynamoDb: aws.dynamoDb,
    inventory: aws.state.inventory,
    secrets: aws.state.secrets,
    parameters: aws.state.parameters,
    trail: aws.state.trail,
    buckets: aws.state.buckets,
    objectMetadata: aws.state.objectMetadata,
    corsOrigins: aws.state.corsOrigins,
    onObject: (listener) => void aws.state.onObject.push(listener),
    addStream: (stream) => void aws.state.streams.set(stream.name, stream),
    addDeliveryStream: (stream) => void aws.state.deliveryStreams.set(stream.name, stream),
    addQueue: (queue) => {
      const queueUrl = `${url}/${aws.accountId}/${queue.name}`;
      aws.state.queues.set(queueUrl, queue);
      return queueUrl;
    },
    onEvent: (listener) => void aws.state.onEvent.push(listener),
    stop: async () => {
      await server.stop();
      await aws.dynamoDb.stop();
    },
  };
}

class Services {
  readonly calls: RecordedCall[] = [];
  readonly unknownCalls: string[] = [];
  readonly dynamoDb: LocalDynamoDb;
  readonly accountId: string;
  readonly state: State;
  /** By signing name. */
  private readonly services: Readonly<Record<string, Operations>>;
  private readonly generic: Operations;
  private readonly readThrough: string | undefined;
  private readonly keepsCalls: boolean;

  constructor(options: LocalAwsOptions) {
    this.keepsCalls = options.keepsCalls ?? true;
    this.dynamoDb = new LocalDynamoDb(options.dynamoDbFolder);
    this.accountId = options.accountId ?? '123456789012';
    this.readThrough = options.readThrough;
    this.state = {
      clock: options.clock,
      inventory: new Inventory(options.unknownResources),
      faults: options.faults ?? {},
      queues: new Map(),
      streams: new Map(),
      deliveryStreams: new Map(),
      buckets: new Map(),
      objectMetadata: new WeakMap(),
      corsOrigins: new Map(),
      onObject: [],
      secrets: new Map(),
      parameters: new Map(),
      trail: [],
      onEvent: [],
      limits: { tagResources: 5, getResources: 15, putEventsBytes: 256 * 1024, ...options.limits },
    };
    this.services = {
      tagging: resourceGroupsTagging(this.state),
      events: eventBridge(this.state),
      sqs: sqs(this.state),
      kinesis: kinesis(this.state),
      firehose: firehose(this.state),
      secretsmanager: secretsManager(this.state),
      ssm: systemsManager(this.state),
      sts: sts(),
      ec2: ec2(this.state),
      iam: iam(this.state),
      autoscaling: autoScaling(this.state),
      'resource-explorer-2': resourceExplorer(this.state),
      cloudtrail: cloudTrail(this.state),
    };
    this.generic = genericTagging(this.state);
  }

  async answer(request: AwsRequest): Promise<AwsResponse> {
    const target = request.headers['x-amz-target'];
    if (this.readThrough !== undefined && readsTags(request)) return forward(this.readThrough, request);
    if (request.service === 's3' || isPostForm(request)) {
      const answer = await this.answerS3(request);
      return { ...answer, headers: { ...answer.headers, ...corsHeaders(this.state, request) } };
    }
    if (typeof target === 'string') return this.answerJson(request, target.split('.').at(-1) ?? '');
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return this.answerQuery(request);
    return this.answerRest(request);
  }

  private async answerJson(request: AwsRequest, operation: string): Promise<AwsResponse> {
    const contentType = request.headers['content-type'] ?? 'application/x-amz-json-1.1';
    try {
      const input = JSON.parse(request.body.toString() || '{}') as Input;
      if (request.service === 'dynamodb') {
        return await this.run(request, operation, input, () => this.dynamoDb.handle(request));
      }
      return jsonAnswer(200, await this.call(request, operation, input), contentType);
    } catch (error) {
      const { code, message, status } = asAwsError(error);
      return jsonAnswer(status, { __type: code, message }, contentType);
    }
  }

  private async answerQuery(request: AwsRequest): Promise<AwsResponse> {
    const { action, input } = parseQuery(request.body.toString());
    const ec2Layout = request.service === 'ec2';
    try {
      return queryResponse(action, (await this.call(request, action, input)) ?? {}, ec2Layout);
    } catch (error) {
      return queryError(asAwsError(error), ec2Layout);
    }
  }

  private async answerS3(request: AwsRequest): Promise<AwsResponse> {
    const operation = request.method === 'GET' ? 'GetBucketTagging' : 'PutBucketTagging';
    const [, bucket] = request.path.split('/');
    try {
      if (isPostForm(request)) {
        return await this.run(request, 'PostObject', { Bucket: bucket }, () => postObject(this.state, request));
      }
      const onObject = objectOperation(request);
      if (onObject) {
        return await this.run(request, onObject, { Bucket: bucket }, () => bucketObjects(this.state, request));
      }
      if (!request.query.has('tagging')) throw this.unknown(`s3:${request.method} ${request.path}`);
      return await this.run(request, operation, { Bucket: bucket }, (context) =>
        bucketTagging(this.state, request, context),
      );
    } catch (error) {
      return s3Error(asAwsError(error));
    }
  }

  /** REST: `/<Operation>`, or `/tags/<ARN>` with an optional version before it. */
  private async answerRest(request: AwsRequest): Promise<AwsResponse> {
    try {
      const body = JSON.parse(request.body.toString() || '{}') as Input;
      const [, arn] = /\/(?:v?[\w-]+\/)?tags?\/(arn:.+)$/i.exec(request.path) ?? [];
      const reads = request.method === 'GET';
      const operation = arn ? (reads ? 'ListTagsForResource' : 'TagResource') : request.path.slice(1);
      const input = arn ? { resourceArn: arn, ...body } : body;
      return jsonAnswer(200, await this.call(request, operation, input), 'application/json');
    } catch (error) {
      const { code, message, status } = asAwsError(error);
      return jsonAnswer(status, { message }, 'application/json', { 'x-amzn-errortype': code });
    }
  }

  private async call(request: AwsRequest, operation: string, input: Input): Promise<Input | undefined> {
    const found = this.services[request.service]?.[operation] ?? this.generic[operation];
    if (!found) throw this.unknown(`${request.service}:${operation}`);
    return await this.run(request, operation, input, async (context) => await found(input, context));
  }

  private async run<Output>(
    { service, region, accessKeyId }: AwsRequest,
    operation: string,
    input: Input,
    action: (context: CallContext) => Output | Promise<Output>,
  ): Promise<Output> {
    const accountId = accountOf(accessKeyId, this.accountId);
    const call: Call = { service, operation, input, accountId, region, time: this.state.clock.now() };
    try {
      const error = this.state.faults.onCall?.(call);
      if (error) throw error;
      const output = await action(call);
      this.keep({ ...call, result: 'ok' });
      return output;
    } catch (error) {
      this.keep({ ...call, result: asAwsError(error).code });
      throw error;
    }
  }

  private keep(call: RecordedCall): void {
    if (this.keepsCalls) this.calls.push(call);
  }

  private unknown(call: string): AwsError {
    this.unknownCalls.push(call);
    return new AwsError('UnknownOperationException', `the local AWS does not know ${call}`);
  }
}

function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
}

function jsonAnswer(
  status: number,
  output: Input | undefined,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  return { status, headers: { 'content-type': contentType, ...headers }, body: JSON.stringify(output ?? {}) };
}

function write(response: ServerResponse, { status, headers, body }: AwsResponse): void {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...length, ...headers }).end(body);
}
