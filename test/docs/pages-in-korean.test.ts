import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../lib/app';
import { type IdleCost, idleCost, readPriceList } from '../../lib/cost';
import { claimsTable, type Statements } from '../../lib/docs/claims-table';
import { idleCostLine, idleCostTable } from '../../lib/docs/idle-cost';
import { pageIn } from '../../lib/docs/page-language';
import { generatedBlocks, koreanPages } from '../../lib/docs/pages';
import { unitsInKorean } from '../../lib/docs/units-in-korean';
import { optionsInKorean, UntranslatedError } from '../../lib/docs/words';
import { exercises } from '../../lib/exercises';
import type { Claim } from '../../lib/proof/claim';
import { sandboxConfig } from '../../sandbox.config';
import { links, root } from './markdown';

const claims: readonly Claim[] = [
  {
    id: 'some/command',
    text: 'One can see it.',
    evidence: { kind: 'account', command: 'aws sts get-caller-identity' },
  },
  { id: 'some/page', text: 'It is written.', evidence: { kind: 'cited', link: 'https://docs.aws.amazon.com/x.html' } },
];
const statements = { 'some/command': '볼 수 있다.', 'some/page': '적혀 있다.' };

describe('claims in Korean', () => {
  test('are stated in Korean, with the same evidence', () => {
    expect(claimsTable(claims, 'ko', () => statements).split('\n')).toEqual([
      '| 주장 | 근거 | 위치 |',
      '| --- | --- | --- |',
      '| `some/command`<br>볼 수 있다. | `account` | `aws sts get-caller-identity` |',
      '| `some/page`<br>적혀 있다. | `cited` | [docs.aws.amazon.com](https://docs.aws.amazon.com/x.html) |',
    ]);
  });

  test.each<Statements>([{}, { 'some/command': '볼 수 있다.', 'some/page': '' }])(
    'without a statement are an error: %j',
    (known) => {
      expect(() => claimsTable(claims, 'ko', () => known)).toThrow(UntranslatedError);
      expect(() => claimsTable(claims, 'ko', () => known)).toThrow('some/page');
    },
  );

  test('in English need none', () => {
    expect(claimsTable(claims, 'en', () => ({}))).toContain('It is written.');
  });
});

describe('costs in Korean', () => {
  const cost: IdleCost = idleCost({ Resources: { Key: { Type: 'AWS::KMS::Key' } } });

  test('link the prices from one folder deeper', () => {
    expect(idleCostLine(['A', 'B'], cost, { least: 1, most: 2 }, 'ko')).toContain('`A`, `B`에 **월 USD 1.00**');
    expect(idleCostLine(['A'], cost, { least: 1, most: 2 }, 'ko')).toContain('USD 1.00에서 USD 2.00를 더한다');
    expect(links(idleCostLine(['A'], cost, undefined, 'ko'))).toEqual(['../cost.json']);
  });

  test('name what is paid for', () => {
    expect(idleCostTable(cost, 'ko')).toContain('| 1 × `AWS::KMS::Key` | 1 × 키 |');
  });

  test('of a unit without a name are an error', () => {
    const items = cost.items.map((item) => ({ ...item, price: { ...item.price, unit: 'wish' } }));
    expect(() => idleCostTable({ ...cost, items }, 'ko')).toThrow(UntranslatedError);
  });

  test('have a name for every unit of the price list, and for no other', () => {
    const units = new Set(readPriceList().prices.map(({ unit }) => unit));
    expect(Object.keys(unitsInKorean).sort()).toEqual([...units].sort());
  });
});

test('titles in Korean are those of options', () => {
  const titles = exercises.flatMap(({ connectivity }) => connectivity?.options.map(({ title }) => title) ?? []);
  expect(Object.keys(optionsInKorean).filter((title) => !titles.includes(title))).toEqual([]);
});

describe('generatedBlocks', () => {
  const app = createApp(sandboxConfig).synth();
  const [exercise] = exercises;
  if (exercise === undefined) throw new Error('no exercise');

  test('asks for no translation of a page that is not wanted', () => {
    const untranslated = { ...exercise, claims };
    expect(Object.keys(generatedBlocks([untranslated], app, []))).not.toContain(pageIn(exercise.page, 'ko'));
    expect(() => generatedBlocks([untranslated], app, ['docs/ko/auto-tagging.md'])).toThrow();
  });

  test('has the same blocks for both languages', () => {
    const withoutClaims = { ...exercise, claims: [] };
    const blocks = generatedBlocks([withoutClaims], app, ['docs/ko/auto-tagging.md']);
    const { claims: _, ...english } = blocks['docs/auto-tagging.md'] ?? {};
    const { claims: __, ...korean } = blocks['docs/ko/auto-tagging.md'] ?? {};
    expect(Object.keys(korean)).toEqual(Object.keys(english));
  });

  test.each(exercises.map(({ page }) => pageIn(page, 'ko')))('knows whether %s exists', (page) => {
    expect(koreanPages().includes(page)).toBe(existsSync(join(root, page)));
  });
});
