import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../lib/app';
import { compareHandlers, functionEntries, handlerActions } from '../lib/auto-tagging/handler-actions';
import { compareLedger, type Ledger, ledgerOf, renewLedger, type Template } from '../lib/auto-tagging/permissions';
import { iamActionExists } from '../lib/auto-tagging/tagging-actions';
import { sandboxConfig } from '../sandbox.config';

/** `UPDATE_LEDGER=1 npx jest test/permissions.test.ts` writes the file anew; reasons of grants that stay are kept. */
const file = join(__dirname, '../docs/permissions.json');
const template: Template = createApp(sandboxConfig).synth().getStackByName('AutoTagging').template;
const read = (): Ledger => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Ledger) : {});
if (process.env.UPDATE_LEDGER) writeFileSync(file, `${JSON.stringify(renewLedger(read(), template), null, 2)}\n`);
const ledger = read();
const tagger = 'lambda/auto-tagging/tagger.ts';

describe('docs/permissions.json', () => {
  test('is what the template grants, and gives a reason for every wildcard', () => {
    expect(compareLedger(ledger, template)).toEqual([]);
  });

  test('has only actions that IAM knows', () => {
    const actions = Object.values(ledger).flatMap((grants) => grants.flatMap((grant) => grant.actions));
    expect(actions.length).toBeGreaterThan(300);
    expect(actions.filter((action) => !iamActionExists(action))).toEqual([]);
  });

  test('allows what the handlers call, and nothing more', () => {
    expect(compareHandlers(ledger, functionEntries)).toEqual([]);
  });

  test('lets nobody remove a tag', () => {
    const actions = Object.values(ledger).flatMap((grants) => grants.flatMap((grant) => grant.actions));
    expect(actions.filter((action) => /untag|removetags|deletetags/i.test(action))).toEqual([]);
  });
});

describe('compareLedger', () => {
  const grants = ledger.TaggingTagger ?? [];
  const [first] = grants;

  test('reports what the template grants and the ledger does not', () => {
    const differences = compareLedger({ ...ledger, TaggingTagger: grants.slice(1) }, template);
    expect(differences).toContainEqual(expect.stringContaining(`TaggingTagger: ${first?.actions[0]}`));
    expect(differences).toContainEqual(expect.stringContaining('is in the template, not in the ledger'));
  });

  test('reports what the ledger grants and the template does not', () => {
    const more = { actions: ['s3:DeleteBucket'], resources: ['arn:aws:s3:::bucket'] };
    const differences = compareLedger({ ...ledger, TaggingTagger: [...grants, more] }, template);
    const expected = 'TaggingTagger: s3:DeleteBucket on arn:aws:s3:::bucket is in the ledger, not in the template';
    expect(differences).toEqual([expected]);
  });

  test('reports a wildcard without a reason', () => {
    const silent = grants.map((grant) => ({ ...grant, reason: ' ' }));
    const differences = compareLedger({ ...ledger, TaggingTagger: silent }, template);
    expect(differences).toContainEqual(expect.stringContaining('has a wildcard without a reason'));
  });
});

describe('ledgerOf', () => {
  const statement = (Resource: unknown) => ({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource });
  const resources = (Resource: unknown) =>
    ledgerOf({
      Resources: {
        Role0A1B2C3D: { Type: 'AWS::IAM::Role' },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: { Roles: [{ Ref: 'Role0A1B2C3D' }], PolicyDocument: { Statement: [statement(Resource)] } },
        },
      },
    }).Role?.[0]?.resources;

  test.each([
    ['a string', '*', ['*']],
    ['a reference', { Ref: 'AWS::Region' }, [`\${AWS::Region}`]],
    ['an attribute', { 'Fn::GetAtt': ['Queue0A1B2C3D', 'Arn'] }, [`\${Queue.Arn}`]],
    ['a join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }]] }, [`arn:\${AWS::Partition}`]],
    ['several', ['b', 'a'], ['a', 'b']],
  ])('writes %s', (_, resource, expected) => {
    expect(resources(resource)).toEqual(expected);
  });
});

describe('compareHandlers', () => {
  test('reports a call that is not allowed', () => {
    expect(compareHandlers({}, { TaggingTagger: tagger })).toContainEqual(
      'TaggingTagger calls tag:TagResources, which it is not allowed',
    );
  });

  test('reports an allowed action that is not called', () => {
    const more = { ...ledger, SweepSweeper: [{ actions: ['s3:DeleteBucket'], resources: ['*'] }] };
    expect(compareHandlers(more, functionEntries)).toContainEqual(
      'SweepSweeper is allowed s3:DeleteBucket, which it does not call',
    );
  });
});

describe('handlerActions', () => {
  test('follows lazy imports', () => {
    expect(handlerActions(tagger)).toEqual(expect.arrayContaining(['iam:TagRole', 's3:PutBucketTagging']));
  });
});
