import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClaimResult } from '../../../lib/proof/runner';
import { asStated, badgeOf, fingerprint, readEvidence, writeEvidence } from '../../../lib/site/evidence';
import { evidencePage } from '../../../lib/site/evidence-page';

const held: ClaimResult = {
  claim: 'chat/order',
  text: 'Everybody sees one order.',
  evidence: 'proved',
  verdict: { holds: true, figures: { 'messages_sent | all': 12 }, notes: ['<b> {{ note }}'] },
};
const account: ClaimResult = {
  claim: 'chat/deploys',
  text: 'It deploys.',
  evidence: 'account',
  pointer: 'npx cdk deploy',
};
const cited: ClaimResult = {
  claim: 'tags/limit',
  text: 'Five a second.',
  evidence: 'cited',
  pointer: 'https://example.com',
};

describe('badgeOf', () => {
  test.each<[string, ClaimResult | undefined]>([
    ['holds', held],
    ['does not hold', { ...held, verdict: { holds: false, figures: {}, notes: [] } }],
    ['skipped', { ...held, verdict: { holds: false, skipped: 'no packages', figures: {}, notes: [] } }],
    ['not run', undefined],
    ['not run', { claim: 'chat/order', text: '', evidence: 'proved' }],
    ['account', account],
    ['cited', cited],
  ])('says %p', (badge, result) => {
    expect(badgeOf(result)).toBe(badge);
  });
});

test('a claim that nobody ran keeps what it says of itself', () => {
  const text = 'It deploys.';
  expect(asStated({ id: 'chat/deploys', text, evidence: { kind: 'account', command: 'npx cdk deploy' } })).toEqual(
    account,
  );
  const proof = jest.fn();
  expect(asStated({ id: 'chat/order', text, evidence: { kind: 'proved', proof } })).toEqual({
    claim: 'chat/order',
    text,
    evidence: 'proved',
  });
});

describe('evidence', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'evidence-'));
    for (const folder of ['bin', 'lambda', 'lib', 'services']) mkdirSync(join(root, folder));
    for (const file of ['package-lock.json', 'sandbox.config.ts', 'lib/a.ts']) writeFileSync(join(root, file), file);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('is what was left behind', () => {
    expect(readEvidence(root)).toBeUndefined();
    writeEvidence(root, [held, account], '2026-11-22');
    expect(readEvidence(root)).toEqual({
      date: '2026-11-22',
      fingerprint: fingerprint(root),
      results: [held, account],
    });
  });

  test.each(['lib/a.ts', 'package-lock.json'])('is no more when %s was changed', (file) => {
    writeEvidence(root, [held], '2026-11-22');
    writeFileSync(join(root, file), 'changed');
    expect(readEvidence(root)).toBeUndefined();
  });

  test('is no more when a file came, and again when it went', () => {
    writeEvidence(root, [held], '2026-11-22');
    writeFileSync(join(root, 'lib/b.ts'), '');
    expect(readEvidence(root)).toBeUndefined();
    rmSync(join(root, 'lib/b.ts'));
    expect(readEvidence(root)).toBeDefined();
  });
});

describe('evidencePage', () => {
  const evidence = { date: '2026-11-22', fingerprint: '', results: [held, account, cited] };

  test('tells of every claim what was found, as text', () => {
    const page = evidencePage(evidence, [], 'en');
    expect(page).toContain('## chat\n\n### order {#chat-order}\n\nEverybody sees one order.\n\n**proved: holds**');
    expect(page).toContain('| messages\\_sent \\| all | 12 |');
    expect(page).toContain('- \\<b\\> &#123;&#123; note &#125;&#125;');
    expect(page).toContain('`npx cdk deploy`');
    expect(page).toContain('## tags\n\n### limit {#tags-limit}');
  });

  test('is in Korean where there is a translation', () => {
    const page = evidencePage(evidence, [], 'ko', { 'chat/order': '모두 같은 순서로 본다.' });
    expect(page).toContain('모두 같은 순서로 본다.\n\n**증명: 성립**');
    expect(page).not.toContain('Everybody');
  });

  test('says that nothing was run', () => {
    const { verdict: _, ...stated } = held;
    const page = evidencePage(undefined, [stated, account], 'en');
    expect(page).toContain('npm run docs:build');
    expect(page).toContain('### order {#chat-order}\n\nEverybody sees one order.\n\n**proved: not run here**');
    expect(page).toContain('### deploys {#chat-deploys}\n\nIt deploys.\n\n**account**\n\n`npx cdk deploy`');
  });
});
