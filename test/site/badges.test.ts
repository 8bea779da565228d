import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exercises } from '../../lib/exercises';
import { claimAnchor } from '../../lib/site/evidence-page';
import { words } from '../../lib/site/words';
import { siteFolder } from './site-folder';

let folder: string;
beforeAll(() => {
  folder = siteFolder();
}, 900_000);

const built = (page: string): string => readFileSync(join(folder, page), 'utf8');

/** What the badges of a page say, by the anchor of their claim. */
const badges = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<a class="evidence evidence-[\w-]+" href="evidence\.html#([\w-]+)">([^<]+)<\/a>/g)].map(
      ([, anchor = '', text = '']) => [anchor, text],
    ),
  );

/** What the page of evidence says, by the anchor of the claim. */
const verdicts = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<h3 id="([\w-]+)"(?:(?!<h3)[\s\S])*?<p><strong>([^<]+)<\/strong><\/p>/g)].map(
      ([, anchor = '', text = '']) => [anchor, text],
    ),
  );

describe.each(['en', 'ko'] as const)('in %s', (language) => {
  const side = language === 'ko' ? 'ko/' : '';

  test.each(exercises.map(({ id, claims }) => [id, claims] as const))(
    'every claim of %s has a badge that says what was found',
    (id, claims) => {
      const shown = badges(built(`${side}${id}.html`));
      const found = verdicts(built(`${side}evidence.html`));
      const anchors = claims.map((claim) => claimAnchor(claim.id));
      expect(Object.keys(shown).sort()).toEqual([...anchors].sort());
      expect(anchors.filter((anchor) => shown[anchor] !== found[anchor])).toEqual([]);
      const texts: readonly string[] = Object.values(words[language].badges);
      expect(Object.values(shown).filter((text) => !texts.includes(text))).toEqual([]);
    },
  );
});

test('a badge that says something else is seen', () => {
  const page =
    '<h3 id="a-b" tabindex="-1">b</h3><p>x</p><p><strong>cited</strong></p><h3 id="a-c">c</h3><p><strong>account</strong></p>';
  expect(verdicts(page)).toEqual({ 'a-b': 'cited', 'a-c': 'account' });
  expect(badges('<a class="evidence evidence-holds" href="evidence.html#a-b">proved: holds</a>')).toEqual({
    'a-b': 'proved: holds',
  });
});
