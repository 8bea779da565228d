import { ChatEnvironment } from '../../../services/chat-system/environment';
import { AssemblyTemplate } from '../../local/assembly-template';
import { type LocalAws, startLocalAws } from '../../local/aws/local-aws';
import type { Clock } from '../../local/clock';
import type { IoPoint } from '../../local/io-point';
import type { LambdaFunction } from '../../local/lambda-function';
import { RealClock } from '../../local/real-clock';
import type { DiscardedBatch } from '../../local/stream-event-source-mapping';
import { templateFunction } from '../../local/template-function';
import type { LocalWebSocketApiOptions } from '../../local/websocket-api';
import { startScanner } from '../local/scanner';
import { LOCAL_API_ID, startSocketApi } from './local-socket-api';
import { createStores, startMappings } from './local-stack';
import { type LocalUserPool, startLocalUserPool } from './local-user-pool';
import { SERVERLESS_STACK } from './stack-id';

/** The functions of the stack, by the id of their construct. */
export const functionIds = ['Authorize', 'Connection', 'Request', 'FanOut'] as const;
export type FunctionId = (typeof functionIds)[number];

export interface ServerlessRunOptions extends Pick<LocalWebSocketApiOptions, 'limits' | 'onManagementRequest'> {
  /** Folder of the cloud assembly, such as `cdk.out`. */
  readonly assembly: string;
  /** @default 'ChatSystem-Serverless' */
  readonly stackName?: string;
  /** @default - that of the wall */
  readonly clock?: Clock;
  /** Whether an environment crashes here. */
  readonly crashAt?: (point: IoPoint) => boolean;
  /** Milliseconds between two looks at the stream. @default 250, as Lambda polls */
  readonly pollMilliseconds?: number;
  /** Whether the calls of DynamoDB and S3 are kept in `aws.calls`. @default false */
  readonly keepsCalls?: boolean;
  /** Told of each line that a function writes. */
  readonly onLine?: (functionId: FunctionId, line: string) => void;
}

/** The serverless answer on this machine: bundled functions, API, tables, stream, bucket. */
export interface ServerlessRun {
  /** Address of the WebSocket. */
  readonly socketUrl: string;
  /** Origin of the web client, from which a browser may come. */
  readonly webOrigin: string;
  readonly aws: LocalAws;
  readonly functions: Readonly<Record<FunctionId, LambdaFunction>>;
  /** A token of the local user pool, as Cognito issues it. @param seconds for which it is valid; @default 3,600 */
  tokenOf(user: string, seconds?: number): string;
  /** Ids of the connections that API Gateway has, oldest first. */
  readonly connectionIds: readonly string[];
  /** Ends a connection as a cut cable does: the client notices, `$disconnect` is never called. */
  drop(connectionId: string): void;
  /** The name of a table here. @param id that of its construct, such as `Messages` */
  tableName(id: string): string;
  /** Whether nothing of the stream waits or is being worked on. */
  readonly drained: boolean;
  /** Batches of the stream that were given up. */
  readonly deadLetters: readonly DiscardedBatch[];
  stop(): Promise<void>;
}

/**
 * Starts the serverless answer from its assembly.
 *
 * @throws Error when the assembly lacks the stack or an asset
 */
export async function startServerlessRun(options: ServerlessRunOptions): Promise<ServerlessRun> {
  const { assembly, stackName = SERVERLESS_STACK, clock = new RealClock(), keepsCalls = false } = options;
  const aws = await startLocalAws({ clock, keepsCalls });
  const template = AssemblyTemplate.read(assembly, stackName, aws.accountId);
  const userPool = await startLocalUserPool(clock);
  refer(template, userPool);
  await createStores(template, aws);

  let apiOrigin = '';
  const origins = () => ({
    ...userPool.origins,
    [`https://${LOCAL_API_ID}.execute-api.us-east-1.amazonaws.com`]: apiOrigin,
  });
  const functions = startFunctions(options, clock, template, aws, origins);
  const deadLetters: DiscardedBatch[] = [];
  const { pollMilliseconds, limits, onManagementRequest } = options;
  const mappings = startMappings({
    clock,
    aws,
    template,
    functions,
    ...(pollMilliseconds !== undefined && { pollMilliseconds }),
    onFailure: (batch) => void deadLetters.push(batch),
  });
  const api = await startSocketApi({ clock, template, functions, ...{ limits, onManagementRequest } });
  apiOrigin = api.origin;
  const endScanner = startScanner(aws);
  const functionOf = (id: FunctionId) => {
    const found = [...functions].find(([logicalId]) => template.idOf(logicalId) === id)?.[1];
    if (!found) throw new Error(`the template has no function ${id}`);
    return found;
  };
  return {
    socketUrl: api.url,
    webOrigin: webOriginOf(template),
    aws,
    functions: Object.fromEntries(functionIds.map((id) => [id, functionOf(id)])) as ServerlessRun['functions'],
    tokenOf: (user, seconds) => userPool.tokenOf(user, seconds),
    get connectionIds() {
      return [...api.connections.keys()];
    },
    drop: (connectionId) => api.drop(connectionId),
    tableName: (id) => tableNameOf(template, id),
    get drained() {
      return mappings.every(({ busy }) => busy === 0);
    },
    deadLetters,
    stop: async () => {
      endScanner();
      for (const mapping of mappings) mapping.stop();
      await api.stop();
      for (const { environments } of functions.values()) for (const environment of environments) environment.kill();
      if (clock instanceof RealClock) clock.stop();
      await userPool.stop();
      await aws.stop();
    },
  };
}

/** Gives the names that AWS would give. */
function refer(template: AssemblyTemplate, { userPoolId, clientId }: LocalUserPool): void {
  const names = {
    'AWS::Cognito::UserPool': userPoolId,
    'AWS::Cognito::UserPoolClient': clientId,
    'AWS::ApiGatewayV2::Api': LOCAL_API_ID,
    'AWS::CloudFront::Distribution': 'local.cloudfront.net',
  };
  for (const [type, name] of Object.entries(names)) {
    for (const [logicalId] of template.ofType(type)) template.setReference(logicalId, name, name);
  }
}

function startFunctions(
  { crashAt, onLine }: ServerlessRunOptions,
  clock: Clock,
  template: AssemblyTemplate,
  aws: LocalAws,
  origins: () => Readonly<Record<string, string>>,
): ReadonlyMap<string, LambdaFunction> {
  const found = template.ofType('AWS::Lambda::Function').flatMap(([logicalId]) => {
    const id = functionIds.find((candidate) => candidate === template.idOf(logicalId));
    if (id === undefined) return [];
    const started = templateFunction({
      template,
      logicalId,
      id,
      clock,
      accountId: aws.accountId,
      environment: (variables) => ({ ...variables, AWS_ENDPOINT_URL: aws.url }),
      origins,
      ...(crashAt && { crashAt }),
      onLine: (line) => onLine?.(id, line),
    });
    return started ? [[logicalId, started] as const] : [];
  });
  return new Map(found);
}

function tableNameOf(template: AssemblyTemplate, id: string): string {
  const tables = template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
  const [logicalId] = tables.find(([candidate]) => template.idOf(candidate) === id) ?? [];
  if (logicalId === undefined) throw new Error(`the template has no table ${id}`);
  return logicalId;
}

function webOriginOf(template: AssemblyTemplate): string {
  for (const [, { Properties }] of template.ofType('AWS::Lambda::Function')) {
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const origins = template.text(Variables[ChatEnvironment.allowedOrigins]);
    if (origins !== '') return origins.split(',')[0] ?? '';
  }
  throw new Error('no function is told which origins are allowed');
}
