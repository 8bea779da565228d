import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../lib/app';
import { RUNBOOK } from '../lib/constructs/alarm';
import { fullConfig, stackOf } from './configs';

const runbook = readFileSync(join(__dirname, '..', RUNBOOK), 'utf8');
const articles = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((article) => [article.split('\n')[0] ?? '', article]),
);
const alarms = Object.values(
  Template.fromStack(stackOf(createApp(fullConfig), 'AutoTagging')).findResources('AWS::CloudWatch::Alarm'),
);
const linked = alarms.map(({ Properties }) => /docs\/runbook\.md#([\w-]+)$/.exec(Properties.AlarmDescription)?.[1]);

describe(RUNBOOK, () => {
  test('has an article for every alarm, and none besides', () => {
    expect(linked.length).toBeGreaterThan(0);
    expect([...linked].sort()).toEqual([...articles.keys()].sort());
  });

  test.each([...articles])('%s tells what happened, how to look and what to do', (_, article) => {
    const headings = [...article.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Description', 'Investigation', 'Resolution']);
    expect(article).toMatch(/`(aws|npx) /);
  });

  test('links only to articles that exist', () => {
    const anchors = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors.length).toBeGreaterThan(0);
    expect(anchors.filter((anchor) => !articles.has(anchor ?? ''))).toEqual([]);
  });
});
