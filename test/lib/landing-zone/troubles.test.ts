import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { repositoryRoot } from '../../../lib/constructs/bundle';
import { claims } from '../../../lib/landing-zone/claims';
import { troubles } from '../../../lib/landing-zone/troubles';

const PAGE = 'docs/landing-zone.md';

test('there are fourteen, in order', () => {
  expect(troubles.map(({ id }) => id)).toEqual(Array.from({ length: 14 }, (_, index) => `P${index + 1}`));
});

test.each(troubles.map((one) => [one.id, one] as const))(
  '%s is answered by what is there',
  (_, { claims: ids, files }) => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(repositoryRoot, file)))).toEqual([]);
    const known = claims.map(({ id }) => id);
    expect(ids.filter((id) => !known.includes(id))).toEqual([]);
    // Who claims nothing has a test.
    expect(ids.length > 0 || files.some((file) => file.startsWith('test/'))).toBe(true);
  },
);

test.each(troubles.map((one) => [one.id, one] as const))(
  '%s is in the page, with links to its answer',
  (id, { files }) => {
    const text = readFileSync(join(repositoryRoot, PAGE), 'utf8');
    expect(text).toMatch(new RegExp(`\\b${id}\\b`));
    const links = files.map((file) => `(${relative(dirname(PAGE), file)})`);
    expect(links.filter((link) => !text.includes(link))).toEqual([]);
  },
);
