import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exercises } from '../../../lib/exercises';
import { groupsOf, titleOf } from '../../../lib/site/sidebar';
import { sidebar } from '../../../lib/site/site';
import { root } from '../../docs/markdown';

test('titleOf is the first heading', () => {
  expect(titleOf('<!-- a -->\n# What `npm start` says\n\n# Other\n')).toBe('What npm start says');
});

test('groupsOf are the headings of an index with the pages below', () => {
  const index =
    '# Questions\n[x](x.md)\n\n## One\n- [A: questions](a.md), 2\n- [B](b-c.md), 1\n\n## Two\n- [D: question](d.md), 1\n';
  expect(groupsOf(index, '/questions/')).toEqual([
    {
      text: 'One',
      collapsed: true,
      items: [
        { text: 'A', link: '/questions/a' },
        { text: 'B', link: '/questions/b-c' },
      ],
    },
    { text: 'Two', collapsed: true, items: [{ text: 'D', link: '/questions/d' }] },
  ]);
});

describe.each(['en', 'ko'] as const)('sidebar in %s', (language) => {
  const ids = exercises.map(({ id }) => id);
  const entries = sidebar(root, language, ids).flatMap(({ items }) => items);

  test('leads to pages that exist, by a name', () => {
    expect(entries.filter(({ text }) => text === '')).toEqual([]);
    const lost = entries.filter(({ link }) => {
      const page = link.replace(/^\/(ko\/)?/, '');
      return page !== 'evidence' && !existsSync(join(root, `docs/${page}.md`));
    });
    expect(lost).toEqual([]);
  });

  test('has every exercise and every page of questions', () => {
    const links = entries.map(({ link }) => link);
    const side = language === 'ko' ? '/ko/' : '/';
    expect(links).toEqual(expect.arrayContaining(ids.map((id) => `${side}${id}`)));
    expect(links.filter((link) => link.startsWith(`${side}questions/`)).length).toBeGreaterThan(20);
  });
});
