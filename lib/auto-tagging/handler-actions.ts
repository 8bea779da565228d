import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../constructs/bundle';
import type { Ledger } from './permissions';
import { taggingActions, tagReadingActions } from './tagging-actions';

/** IAM service prefixes of the SDK clients whose names differ from them. */
const servicePrefixes: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  eventbridge: 'events',
  'resource-groups-tagging-api': 'tag',
  'secrets-manager': 'secretsmanager',
};

/**
 * Commands that another action authorizes.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_resource-explorer-2.html
 */
const authorizedBy: Readonly<Record<string, string>> = {
  'resource-explorer-2:ListResources': 'resource-explorer-2:Search',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

/**
 * The IAM actions that a handler's commands need: those imported from an SDK client by the handler or by a file that it
 * imports, at once or lazily.
 *
 * @param entry path of the handler from the root of the repository
 */
export function handlerActions(entry: string): readonly string[] {
  const actions = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, names = '', client = ''] of source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)) {
      for (const [, command] of names.matchAll(/\b(?<!type )(\w+)Command\b/g)) {
        const action = `${servicePrefixes[client] ?? client}:${command}`;
        actions.add(authorizedBy[action] ?? action);
      }
    }
    // Types are no code: `import type` is left out.
    for (const [, path = ''] of source.matchAll(
      /(?:import (?!type)[^'";]*?from |export [^'";]*?from |import\()'(\.[^']+)'/g,
    )) {
      const base = join(dirname(file), path.replace(/\.js$/, ''));
      const found = [`${base}.ts`, join(base, 'index.ts')].find((candidate) => existsSync(candidate));
      if (found) visit(found);
    }
  };
  visit(join(repositoryRoot, entry));
  return [...actions].sort();
}

/** The handlers, from the root of the repository, by the names of their functions in the ledger. */
export const functionEntries: Readonly<Record<string, string>> = {
  TaggingTagger: 'lambda/auto-tagging/tagger.ts',
  NotificationNotifier: 'lambda/auto-tagging/notifier.ts',
  SweepSweeper: 'lambda/auto-tagging/sweeper.ts',
};

/** Actions that no handler calls by name, and who does on its behalf. */
const calledByServices: Readonly<Record<string, string>> = {
  'apigateway:PUT': 'the Resource Groups Tagging API, for API Gateway',
  'logs:CreateLogStream': 'Lambda',
  'logs:PutLogEvents': 'Lambda',
  'resource-explorer-2:GetView': 'Resource Explorer, to check who searches',
  'sqs:ChangeMessageVisibility': 'the event source mapping',
  'sqs:DeleteMessage': 'the event source mapping',
  'sqs:GetQueueAttributes': 'the event source mapping',
  'sqs:GetQueueUrl': 'the event source mapping',
  'sqs:ReceiveMessage': 'the event source mapping',
};

/** Actions that a handler calls only with some configs, and when. */
const calledByConfig: Readonly<Record<string, string>> = {
  'secretsmanager:GetSecretValue': 'the Slack URL lies in Secrets Manager',
  'ssm:GetParameter': 'the Slack URL lies in Parameter Store',
  'sts:AssumeRole': 'there are member accounts',
};

/**
 * Where the ledger and the code differ, one sentence each: what a handler calls but may not, and what it may but nobody
 * calls. Tagging actions that the Resource Groups Tagging API carries out are called by it.
 *
 * @param entries path of the handler by the name of its function in the ledger
 */
export function compareHandlers(ledger: Ledger, entries: Readonly<Record<string, string>>): string[] {
  const forwarded = new Set([...taggingActions().map(({ action }) => action), ...tagReadingActions()]);
  return Object.entries(entries).flatMap(([owner, entry]) => {
    const allowed = new Set((ledger[owner] ?? []).flatMap(({ actions }) => actions));
    const called = new Set(handlerActions(entry));
    const missing = [...called].filter((action) => !allowed.has(action) && !(action in calledByConfig));
    const unused = [...allowed].filter(
      (action) => !called.has(action) && !(action in calledByServices) && !forwarded.has(action),
    );
    return [
      ...missing.map((action) => `${owner} calls ${action}, which it is not allowed`),
      ...unused.map((action) => `${owner} is allowed ${action}, which it does not call`),
    ];
  });
}
