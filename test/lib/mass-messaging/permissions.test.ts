import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { propertiesOf, templateWith } from './assembly';

const root = join(__dirname, '../../..');

/** Paths of a handler and of all that it imports from this repository. */
function sourcesOf(entry: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const text = readFileSync(join(root, entry), 'utf8');
  for (const [, path = ''] of text.matchAll(/from '(\.[^']+)'/g)) sourcesOf(`${join(dirname(entry), path)}.ts`, found);
  return found;
}

/** What IAM calls the commands of the SDK that a handler and all that it imports make. */
function callsOf(entry: string): readonly string[] {
  const actions = [...sourcesOf(entry)].flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return [...text.matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(
      ([, names = '', client]) =>
        [...names.matchAll(/(?<!\w)(\w+)Command(?!\w)/g)].map(
          ([, name]) => `${(client ?? '').replaceAll('-', '')}:${name}`,
        ),
    );
  });
  // SendMessageBatch has no action of its own.
  return [...new Set(actions)].map((action) => (action === 'sqs:SendMessageBatch' ? 'sqs:SendMessage' : action));
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function statementsOf(template: Template, policy: string): readonly Statement[] {
  return propertiesOf(template, 'AWS::IAM::Policy', policy).flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { readonly Statement: readonly Statement[] }).Statement,
  );
}

const actionsOf = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(statements.flatMap(({ Action }) => Action)),
];

/** What Lambda does in the name of a function that a queue or a stream feeds, and every function's own log. */
const ofLambda = (action: string): boolean =>
  /^(logs:|kinesis:(Describe|Get|List|Subscribe)|s3:)|^sqs:(ChangeMessageVisibility|DeleteMessage|GetQueue\w+|ReceiveMessage)$/.test(
    action,
  );

const provider = { url: 'https://messages.example.com', requestsPerSecond: 2_000, secretName: 'messaging/key' };
const templates = {
  sqs: templateWith({ transport: 'sqs', provider }),
  kinesis: templateWith({ transport: 'kinesis', provider }),
};

describe.each(['sqs', 'kinesis'] as const)('with %s', (transport) => {
  const template = templates[transport];
  const otherTransport = transport === 'sqs' ? 'kinesis:PutRecords' : 'sqs:SendMessage';

  test('the sender may do what it calls, and nothing more', () => {
    const allowed = actionsOf(statementsOf(template, 'SenderFunctionRole')).filter((action) => !ofLambda(action));
    expect([...allowed].sort()).toEqual([...callsOf('lambda/mass-messaging/sender.ts')].sort());
  });

  test('the expander may do what it calls, and nothing more', () => {
    const allowed = actionsOf(statementsOf(template, 'ExpanderFunctionRole')).filter((action) => !ofLambda(action));
    const calls = callsOf('lambda/mass-messaging/expander.ts').filter((action) => action !== otherTransport);
    expect([...allowed].sort()).toEqual([...calls].sort());
  });

  test('nobody writes opt-outs, and only the sender the ledger', () => {
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
    const writers = (table: string): readonly string[] =>
      policies.flatMap(([id, { Properties }]) => {
        const { Statement } = Properties.PolicyDocument as { readonly Statement: readonly Statement[] };
        const writes = Statement.some(
          ({ Action, Resource }) =>
            JSON.stringify(Resource).includes(`"${table}`) && /:(Put|Update|Delete|BatchWrite)/.test(String(Action)),
        );
        return writes ? [id] : [];
      });
    expect(writers('TablesOptOuts')).toEqual([]);
    expect(writers('TablesLedger')).toEqual([expect.stringMatching(/^SenderFunctionRole/)]);
    expect(writers('TablesCampaigns')).toEqual([expect.stringMatching(/^CampaignStateMachineRole/)]);
  });

  test.each([
    ['TablesCampaigns', ['dynamodb:GetItem']],
    ['TablesLedger', ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem']],
    ['TablesOptOuts', ['dynamodb:BatchGetItem']],
    ['TablesRateLimits', ['dynamodb:GetItem', 'dynamodb:UpdateItem']],
  ])('the sender may do with %s: %j', (table, actions) => {
    const statements = statementsOf(template, 'SenderFunctionRole');
    const about = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(`"${table}`));
    expect([...actionsOf(about)].sort()).toEqual(actions);
  });

  test('no policy has an action with a wildcard', () => {
    const actions = actionsOf(statementsOf(template, ''));
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('only the delivery of logs may use any resource', () => {
    const anywhere = statementsOf(template, '').filter(({ Resource }) => Resource === '*');
    expect(actionsOf(anywhere).filter((action) => !action.startsWith('logs:'))).toEqual([]);
  });
});
