import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../lib/app';
import { RUNBOOK } from '../lib/constructs/alarm';
import { fullConfig } from './configs';

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly AlarmDescription?: string };
}

const runbook = readFileSync(join(__dirname, '..', RUNBOOK), 'utf8');
const maintenance = readFileSync(join(__dirname, '../docs/maintenance.md'), 'utf8');
const articles = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((article) => [article.split('\n')[0] ?? '', article]),
);
const stacks = new Map(
  createApp(fullConfig)
    .synth()
    .stacks.map(({ stackName, template }) => [
      stackName,
      Object.entries(template.Resources as Record<string, Resource>),
    ]),
);
const linked = [...stacks.values()]
  .flat()
  .filter(([, { Type }]) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type))
  .map(([, { Properties }]) => /docs\/runbook\.md#([\w-]+)$/.exec(Properties?.AlarmDescription ?? '')?.[1]);

describe(RUNBOOK, () => {
  test('has an article for every alarm of every stack, and none besides', () => {
    expect(linked.length).toBeGreaterThan(0);
    expect([...new Set(linked)].sort()).toEqual([...articles.keys()].sort());
  });

  test.each([...articles])('%s tells what happened, how to look and what to do', (_, article) => {
    const headings = [...article.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Description', 'Investigation', 'Resolution']);
    expect(article).toMatch(/`(aws|npx|kubectl|query) /);
  });

  test('links only to articles that exist', () => {
    const anchors = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors.length).toBeGreaterThan(0);
    expect(anchors.filter((anchor) => !articles.has(anchor ?? ''))).toEqual([]);
  });

  test('uses only names that it has defined', () => {
    const defined = [...runbook.matchAll(/^ *([A-Z_]+)=/gm)].map(([, name]) => name);
    const used = [...runbook.matchAll(/"\$([A-Z_]+)"/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    expect([...new Set(used)].filter((name) => !defined.includes(name))).toEqual([]);
  });

  test('asks only queries that a stack saves', () => {
    const names = [...stacks.values()].flat().flatMap(([, { Type, Properties }]) => {
      const { Name } = (Properties ?? {}) as { readonly Name?: string };
      return Type === 'AWS::Logs::QueryDefinition' ? [Name?.replace(/^payments\//, '')] : [];
    });
    const asked = [...runbook.matchAll(/`query '([^']+)'/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(0);
    expect([...new Set(asked)].filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe.each([
  [RUNBOOK, runbook],
  ['docs/maintenance.md', maintenance.replace('CLUSTER=', 'STACK=ZeroDowntimeEks\nCLUSTER=')],
])('names of CloudFormation in %s', (_, page) => {
  const blocks = page.split(/^STACK=/m).slice(1);

  test('are those of a stack that the app has', () => {
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.map((block) => block.split('\n')[0]).filter((name) => !stacks.has(name ?? ''))).toEqual([]);
  });

  test.each(blocks.map((block) => [block.split('\n')[0] ?? '', block]))(
    'stand in the template of %s once',
    (name, block) => {
      const calls = [...block.matchAll(/=\$\(resource (\w+) ([\w:]+)\)/g)];
      expect(calls.length).toBeGreaterThan(0);
      for (const [, start = '', type = ''] of calls) {
        const found = (stacks.get(name) ?? []).filter(([id, { Type }]) => id.startsWith(start) && Type === type);
        expect([start, found.length]).toEqual([start, 1]);
      }
    },
  );
});
