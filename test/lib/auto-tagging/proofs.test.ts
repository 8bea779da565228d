import { existsSync } from 'node:fs';
import { proveBurst } from '../../../lib/auto-tagging/proofs/burst-drains-at-the-limit';
import { proveCrashes } from '../../../lib/auto-tagging/proofs/crash-changes-nothing';
import { prove as proveLeastPrivilege } from '../../../lib/auto-tagging/proofs/least-privilege';
import { prove as proveNothingVanishes } from '../../../lib/auto-tagging/proofs/nothing-vanishes';
import { prove as proveRightArn } from '../../../lib/auto-tagging/proofs/right-arn';
import { prove as proveSlackUrl } from '../../../lib/auto-tagging/proofs/slack-url-stays-secret';
import type { ProofContext } from '../../../lib/proof/claim';
import { type Breakage, brokenAssembly, goodAssembly, removeAssemblies, type TemplateJson } from './broken-assembly';

const realEvents = '../shared/tagging/cloudtrail-events.jsonl';

let good: string;

beforeAll(() => {
  good = goodAssembly();
});

afterAll(removeAssemblies);

const contextOf = (assembly: string): ProofContext => ({ assembly, progress: () => {} });
const broken = async (breakage: Breakage) => contextOf(await brokenAssembly(good, breakage));

/** Properties of the resources of a type, to be changed. */
function propertiesOf({ Resources }: TemplateJson, type: string): Record<string, unknown>[] {
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

describe('auto-tagging/nothing-vanishes', () => {
  test('holds', async () => {
    if (!existsSync(realEvents)) process.stdout.write(`skipped: real events, for want of ${realEvents}\n`);
    const events = existsSync(realEvents) ? { events: realEvents } : {};
    const verdict = await proveNothingVanishes({ ...contextOf(good), ...events });
    expect(verdict).toMatchObject({ holds: true });
    expect(verdict.figures.services).toBeGreaterThanOrEqual(60);
  });

  test.each<[string, Breakage, string]>([
    [
      'a rule that forgets a prefix',
      {
        template: (template) => {
          for (const { EventPattern } of propertiesOf(template, 'AWS::Events::Rule')) {
            const { detail } = EventPattern as { detail?: { eventName?: { prefix: string }[] } };
            if (detail?.eventName) detail.eventName = detail.eventName.filter(({ prefix }) => prefix !== 'Create');
          }
        },
      },
      'no rule takes it',
    ],
    [
      'findings that nobody carries to Slack',
      {
        template: (template) => {
          for (const rule of propertiesOf(template, 'AWS::Events::Rule')) {
            if (JSON.stringify(rule.EventPattern).includes('TagRefused')) rule.State = 'DISABLED';
          }
        },
      },
      'Slack does not know',
    ],
    [
      'a tagger that keeps to itself what it cannot map',
      {
        source: {
          of: 'Tagger',
          file: 'lambda/auto-tagging/tagging/batch.ts',
          replace: 'return { record, outcome, isPoison: false, findings };\n  }',
          by: 'return { record, outcome, isPoison: false, findings: [] };\n  }',
        },
      },
      'nothing was published',
    ],
  ])('does not hold with %s', async (_, breakage, note) => {
    const verdict = await proveNothingVanishes(await broken(breakage));
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toContain(note);
  });
});

describe('auto-tagging/right-arn', () => {
  test('holds', async () => {
    const events = existsSync(realEvents) ? { events: realEvents } : {};
    expect(await proveRightArn({ ...contextOf(good), ...events })).toMatchObject({ holds: true });
  });

  test('does not hold with an index that has lost a service', async () => {
    const change = (text: string) =>
      text
        .replaceAll('"CreateBucket"', '"CreateSomethingElse"')
        .replaceAll('"RunInstances"', '"RunSomethingElse"')
        .replaceAll('"CreateQueue"', '"x"')
        .replaceAll('"CreateFunction"', '"y"')
        .replaceAll('"CreateDBInstance"', '"z"')
        .replaceAll('"CreateUser"', '"u"')
        .replaceAll('"CreateRole"', '"r"')
        .replaceAll('"CreateCluster"', '"c"');
    const verdict = await proveRightArn(await broken({ asset: { of: 'Tagger', file: 'create-index.json', change } }));
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toContain('RunInstances');
  });
});

describe('auto-tagging/burst-drains-at-the-limit', () => {
  // With few creations the time until the first batch outweighs the limit; all else has to hold with any number.
  const FEW = 800;
  const others = (notes: readonly string[]) => notes.filter((note) => !note.startsWith('drained in'));

  test('holds, the time aside, with few creations', async () => {
    expect(others((await proveBurst(contextOf(good), FEW)).notes)).toEqual([]);
  });

  test.each<[string, Breakage, RegExp]>([
    [
      'a tagger that takes HTTP 200 for success',
      {
        source: {
          of: 'Tagger',
          file: 'lambda/auto-tagging/tagging/tag-lane.ts',
          replace: 'const { FailedResourcesMap: failed = {} } = await client.send(command);',
          by: 'await client.send(command); const failed: Record<string, undefined> = {};',
        },
      },
      /refusals that were not reported|resources without tags/,
    ],
    [
      'a notifier without a pace',
      {
        source: {
          of: 'Notifier',
          file: 'lambda/auto-tagging/notification/deliver.ts',
          replace: 'const INTERVAL = 1000;',
          by: 'const INTERVAL = 0;',
        },
      },
      /two Slack messages within/,
    ],
    [
      'a queue that gives up at once',
      {
        template: (template) => {
          for (const queue of propertiesOf(template, 'AWS::SQS::Queue')) {
            const { RedrivePolicy } = queue as { RedrivePolicy?: { maxReceiveCount: number } };
            if (RedrivePolicy) RedrivePolicy.maxReceiveCount = 1;
          }
        },
      },
      /dead letters/,
    ],
  ])('does not hold with %s', async (_, breakage, note) => {
    const verdict = await proveBurst(await broken(breakage), FEW);
    expect(verdict.holds).toBe(false);
    expect(others(verdict.notes).join('\n')).toMatch(note);
  });

  test('does not hold with a tagger that uses less than its share of the limit', async () => {
    const template = (parsed: TemplateJson) => {
      for (const { Environment } of propertiesOf(parsed, 'AWS::Lambda::Function')) {
        const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, string> };
        if ('TAG_CALLS_PER_SECOND' in Variables) Variables.TAG_CALLS_PER_SECOND = '0.25';
      }
    };
    const seconds = ({ figures }: { figures: Readonly<Record<string, unknown>> }) => Number(figures['drained in, s']);
    const slow = await proveBurst(await broken({ template }), FEW);
    expect(slow.notes.join('\n')).toContain('drained in');
    expect(seconds(slow)).toBeGreaterThan(5 * (FEW / 100));
  });
});

describe('auto-tagging/crash-changes-nothing', () => {
  const FEW = 4;

  test('holds with few creations', async () => {
    expect(await proveCrashes(contextOf(good), FEW)).toMatchObject({ holds: true });
  });

  test.each<[string, Breakage, string]>([
    [
      'a notifier that forgets what Slack has',
      {
        // A queue as deployed tries hundreds of times before it gives a message up.
        template: (template) => {
          for (const { RedrivePolicy } of propertiesOf(template, 'AWS::SQS::Queue')) {
            if (RedrivePolicy) Object.assign(RedrivePolicy, { maxReceiveCount: 10 });
          }
        },
        source: {
          of: 'Notifier',
          file: 'lambda/auto-tagging/notification/inbox.ts',
          replace: "entries.get(id)?.status ?? 'fresh'",
          by: "(entries.get(id), 'fresh')",
        },
      },
      'neither announced',
    ],
    [
      'a notifier that keeps no ledger',
      {
        source: {
          of: 'Notifier',
          file: 'lambda/auto-tagging/notification/alert-ledger.ts',
          replace: 'TableName: this.tableName,\n          Item: item(id,',
          by: 'TableName: this.tableName,\n          Item: item(id + Math.random(),',
        },
      },
      'times',
    ],
    [
      'a tagger that acknowledges what it has not published',
      {
        source: {
          of: 'Tagger',
          file: 'lambda/auto-tagging/tagging/batch.ts',
          replace: 'const redelivered = Number(ApproximateReceiveCount) > 1;',
          by: 'const redelivered = false && ApproximateReceiveCount;',
        },
      },
      'neither announced',
    ],
  ])('does not hold with %s', async (_, breakage, note) => {
    const verdict = await proveCrashes(await broken(breakage), FEW);
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toContain(note);
  });
});

describe('auto-tagging/slack-url-stays-secret', () => {
  test('holds', async () => {
    expect(await proveSlackUrl(contextOf(good))).toMatchObject({ holds: true });
  });

  test.each<[string, Breakage, string]>([
    [
      'a notifier that logs the URL',
      {
        source: {
          of: 'Notifier',
          file: 'lambda/auto-tagging/notification/deliver.ts',
          replace: 'const url = await this.slackUrl.get();',
          by: 'const url = await this.slackUrl.get(); console.log(url);',
        },
      },
      'the URL was written',
    ],
    [
      'a parameter that everybody may read',
      {
        template: (template) => {
          const { SlackUrl } = template.Parameters;
          delete SlackUrl?.NoEcho;
        },
      },
      'is shown',
    ],
    [
      'a URL in the template',
      {
        template: (template) => {
          const { SlackUrl } = template.Parameters;
          if (SlackUrl) SlackUrl.Default = 'https://hooks.slack.com/services/T1/B1/x';
        },
      },
      'has a webhook in it',
    ],
  ])('does not hold with %s', async (_, breakage, note) => {
    const verdict = await proveSlackUrl(await broken(breakage));
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toContain(note);
  });
});

describe('auto-tagging/least-privilege', () => {
  const withActions = (change: (actions: string[]) => string[]): Breakage => ({
    template: (template) => {
      for (const { PolicyDocument } of propertiesOf(template, 'AWS::IAM::ManagedPolicy')) {
        for (const statement of (PolicyDocument as { Statement: { Action: string | string[] }[] }).Statement) {
          statement.Action = change([statement.Action].flat());
        }
      }
    },
  });

  test('holds', async () => {
    expect(await proveLeastPrivilege(contextOf(good))).toMatchObject({ holds: true });
  });

  test.each([
    ['a role that may do more', withActions((actions) => [...actions, 's3:DeleteBucket']), 'does not call'],
    [
      'a role that may do less',
      withActions((actions) => actions.filter((action) => action !== 'tag:TagResources')),
      'which it is not allowed',
    ],
    ['a misspelt action', withActions((actions) => [...actions, 's3:GetObjekt']), 'IAM does not know s3:GetObjekt'],
  ])('does not hold with %s', async (_, breakage, note) => {
    const verdict = await proveLeastPrivilege(await broken(breakage));
    expect(verdict.holds).toBe(false);
    expect(verdict.notes.join('\n')).toContain(note);
  });
});
