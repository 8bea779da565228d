import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../../../../cdk.json';
import { type FunctionName, functionEnvironments } from '../../../../lambda/chat-system/environment';
import { functionMetrics } from '../../../../lambda/chat-system/telemetry';
import { ChatSystemServerlessStack } from '../../../../lib/chat-system/serverless/stack';
import { SERVERLESS_STACK } from '../../../../lib/chat-system/serverless/stack-id';
import { ChatEnvironment } from '../../../../services/chat-system/environment';
import { limits } from '../../../../services/chat-system/protocol/limits';
import { METRIC_NAMESPACE } from '../../../../services/chat-system/telemetry';
import { config } from './assembly';

/** @throws the report of cdk-nag and of CDK's validator, as errors */
function synthesize(): Template {
  const app = new App({ context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new ChatSystemServerlessStack(app, SERVERLESS_STACK, {
    config: { ...config, alarmEmail: 'operator@example.com', allowedOrigins: ['https://other.example.com'] },
  });
  app.synth();
  return Template.fromStack(stack);
}

const template = synthesize();
const entries = {
  authorize: ['FunctionsAuthorize', 'lambda/chat-system/authorize.ts'],
  connection: ['FunctionsConnection', 'lambda/chat-system/connection.ts'],
  request: ['FunctionsRequest', 'lambda/chat-system/request.ts'],
  fanOut: ['FanOutFanOut', 'lambda/chat-system/fan-out.ts'],
} as const satisfies Record<FunctionName, readonly [string, string]>;
const names = Object.keys(entries) as FunctionName[];

const root = join(__dirname, '../../../..');

/** Paths of a handler and of all that it imports from this repository besides types. */
function sourcesOf(entry: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const text = readFileSync(join(root, entry), 'utf8');
  const imports = /^(?:import|export) (?!type )[^;]*? from '(\.[^']+)'/gm;
  for (const [, path = ''] of text.matchAll(imports)) sourcesOf(`${join(dirname(entry), path)}.ts`, found);
  return found;
}

/** What IAM calls the commands of DynamoDB and API Gateway in these sources. */
function callsOf(entry: string): readonly string[] {
  const commands = [...sourcesOf(entry)].flatMap((path) => [
    ...readFileSync(join(root, path), 'utf8').matchAll(/new (\w+)Command\(/g),
  ]);
  return [...new Set(commands.map(([, name = '']) => name))];
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statementsOf(role: string): readonly Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(role));
  if (policies.length === 0) throw new Error(`no policy of ${role}`);
  return policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
}

const actionsAbout = (role: string, resource: string): readonly string[] =>
  statementsOf(role)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(`"${resource}`))
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith('dynamodb:') && !action.endsWith('Stream') && !action.endsWith('Streams'))
    .toSorted();

describe('permissions', () => {
  test.each([
    ['connection', 'Sessions', ['DeleteItem', 'PutItem']],
    ['request', 'Sessions', ['DeleteItem', 'PutItem', 'Query', 'UpdateItem']],
    ['request', 'TablesMessages', ['PutItem', 'Query']],
    ['request', 'TablesRooms', ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['fanOut', 'Sessions', ['DeleteItem', 'Query']],
    ['fanOut', 'TablesRooms', ['GetItem']],
  ] as const)('%s may do with %s: %j', (name, table, actions) => {
    expect(actionsAbout(`${entries[name][0]}Role`, table)).toEqual(actions.map((action) => `dynamodb:${action}`));
  });

  test('nobody may scan, and no action has a wildcard', () => {
    const actions = names.flatMap((name) => statementsOf(`${entries[name][0]}Role`).flatMap(({ Action }) => Action));
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action === 'dynamodb:Scan' || action.includes('*'))).toEqual([]);
  });

  test.each(names)('%s contains no scan', (name) => {
    const calls = callsOf(entries[name][1]);
    expect(calls).not.toContain('Scan');
    expect(calls.length > 0).toBe(name !== 'authorize');
  });

  test('only who has to may post to connections, and only the request may end one', () => {
    const methods = (name: FunctionName) =>
      statementsOf(`${entries[name][0]}Role`)
        .filter(({ Action }) => Action === 'execute-api:ManageConnections')
        .flatMap(({ Resource }) => [...JSON.stringify(Resource).matchAll(/\/(POST|DELETE)\/@connections/g)])
        .map(([, method]) => method)
        .sort();
    expect(names.map((name) => methods(name))).toEqual([[], [], ['DELETE', 'POST'], ['POST']]);
  });

  test('the request may read files only that were scanned', () => {
    const reads = statementsOf('FunctionsRequestRole').filter(({ Action }) => Action === 's3:GetObject');
    expect(reads).toHaveLength(1);
    expect(JSON.stringify(reads[0]?.Condition)).toContain('NO_THREATS_FOUND');
  });
});

test.each(names)('%s has the variables that it reads, and no others', (name) => {
  const functions = template.findResources('AWS::Lambda::Function');
  // CloudFormation's ids say a name that is repeated once.
  const id = new RegExp(`^${entries[name][0].replace('FanOutFanOut', 'FanOut')}[0-9A-F]{8}$`);
  const [found, ...others] = Object.entries(functions).flatMap(([key, value]) => (id.test(key) ? [value] : []));
  expect(others).toEqual([]);
  const variables = Object.keys(found?.Properties.Environment.Variables ?? {}).sort();
  expect(variables).toEqual(functionEnvironments[name].map((property) => ChatEnvironment[property]).sort());
});

describe('the stream', () => {
  test('is followed in order, in parts, and to an end', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ParallelizationFactor: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: Match.anyValue() },
    });
  });

  test('carries the new item', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: Match.arrayWith([{ AttributeName: 'room', KeyType: 'HASH' }]),
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    });
  });
});

describe('the API', () => {
  test('asks the authorizer at $connect, by the header that a browser can set', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: '$connect',
      AuthorizationType: 'CUSTOM',
      AuthorizerId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
  });

  test('answers on the way back', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: '$default',
      RouteResponseSelectionExpression: '$default',
    });
    template.resourceCountIs('AWS::ApiGatewayV2::RouteResponse', 1);
  });

  test('is throttled, and logs who did what, but no token', () => {
    const [stage, ...others] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    expect(others).toEqual([]);
    expect(stage?.Properties).toMatchObject({
      StageName: 'socket',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 2_000, ThrottlingBurstLimit: 1_000 },
    });
    const Format = String(stage?.Properties.AccessLogSettings.Format);
    expect(Format).toContain('$context.connectionId');
    expect(Format).not.toMatch(/header|protocol/i);
  });

  test('has frames that a request fits into', () => {
    expect(limits.frameBytes).toBeLessThanOrEqual(32 * 1024);
    expect(limits.batchBytes).toBeLessThan(32 * 1024);
  });
});

test('the authorizer lets the web client in, and who else is named', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: { ALLOWED_ORIGINS: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(',https://other')])] } },
    },
  });
});

interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
}

describe('monitoring', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const metricsOf = ({ Metrics, ...alarm }: Readonly<Record<string, unknown>>): readonly Metric[] => {
    const parts = Metrics as readonly { readonly MetricStat?: { readonly Metric: Metric } }[] | undefined;
    return parts ? parts.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) : [alarm as Metric];
  };
  const named = alarms
    .flatMap((alarm) => metricsOf(alarm as Record<string, unknown>))
    .map(({ Namespace, MetricName }) => `${Namespace}/${MetricName}`);

  test('tells somebody, and what to do', () => {
    expect(alarms).toHaveLength(7);
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(AlarmDescription).toMatch(/docs\/runbook\.md#chat-[a-z-]+$/);
    }
  });

  test('looks at what AWS measures, and at what the functions write', () => {
    expect(named).toEqual(
      expect.arrayContaining([
        'AWS/Lambda/IteratorAge',
        'AWS/Lambda/Errors',
        'AWS/Lambda/Throttles',
        'AWS/SQS/ApproximateNumberOfMessagesVisible',
        'AWS/ApiGateway/IntegrationError',
        'AWS/ApiGateway/ExecutionError',
      ]),
    );
    const written = Object.values(functionMetrics).flatMap((metrics) => Object.values(metrics) as string[]);
    const own = named.filter((name) => name.startsWith(`${METRIC_NAMESPACE}/`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((name) => !written.some((metric) => name === `${METRIC_NAMESPACE}/${metric}`))).toEqual([]);
  });
});

test('nothing stays when the stack goes', () => {
  const all = Object.entries(template.toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string }>);
  const kept = all.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain').map(([id, { Type }]) => [id, Type]);
  expect(kept).toEqual([]);
});
