import { originOf, type Repository, siteImage, siteLink, sourceName } from '../../../lib/site/links';

const files = ['docs/README.md', 'docs/a.md', 'docs/b.md', 'docs/ko/README.md', 'docs/ko/a.md', 'docs/questions/q.md'];
const repository: Repository = {
  has: (path) => files.includes(path),
  lineOf: (path, symbol) => (path === 'lib/x.ts' && symbol === 'X' ? 7 : undefined),
};

describe('originOf', () => {
  test.each([
    ['a.md', 'docs/a.md'],
    ['index.md', 'docs/README.md'],
    ['ko/a.md', 'docs/ko/a.md'],
    ['ko/index.md', 'docs/ko/README.md'],
    ['ko/b.md', 'docs/b.md'],
    ['source/lib/x.ts.md', 'lib/x.ts'],
    ['source/README-md.md', 'README.md'],
  ])('%s is made from %s', (page, origin) => {
    expect(originOf(page, repository)).toBe(origin);
  });

  test.each(['README.md', 'web/index.html', 'lib/x.ts', '.ci/run'])('finds %s from the name of its page', (path) => {
    expect(originOf(`source/${sourceName(path)}.md`, repository)).toBe(path);
  });
});

describe('siteLink', () => {
  test.each([
    ['stays on the page', 'a.md', '#deploy', '#deploy'],
    ['leaves the site', 'a.md', 'https://docs.aws.amazon.com/vpc/', 'https://docs.aws.amazon.com/vpc/'],
    ['to a page', 'a.md', 'b.md#deploy', '/b.html#deploy'],
    ['to a page of another folder', 'questions/q.md', '../a.md', '/a.html'],
    ['to an index', 'questions/q.md', '../README.md', '/'],
    ['to a symbol', 'a.md', '../lib/x.ts#X', '/source/lib/x.ts.html#L7'],
    ['to a file', 'questions/q.md', '../../lib/x.ts', '/source/lib/x.ts.html'],
    ['to a folder', 'a.md', '../services/web/', '/source/services/web.html'],
    [
      'to Markdown that is no page',
      'a.md',
      '../CONTRIBUTING.md#dependencies',
      '/source/CONTRIBUTING-md.html#dependencies',
    ],
    ['from Korean to Korean', 'ko/a.md', '../../lib/x.ts', '/source/lib/x.ts.html'],
    ['from Korean to a page without translation', 'ko/a.md', '../b.md#deploy', '/ko/b.html#deploy'],
    ['from a page without translation to one that has it', 'ko/b.md', 'a.md#deploy', '/ko/a.html'],
    ['from Korean to English', 'ko/a.md', '../README.md', '/'],
    ['from English to Korean', 'README.md', 'ko/README.md', '/ko/'],
    ['from a source file', 'source/README-md.md', 'docs/a.md', '/a.html'],
  ])('%s', (_, page, link, expected) => {
    expect(siteLink(page, link, repository)).toBe(expected);
  });
});

describe('siteImage', () => {
  test.each([
    ['a.md', 'images/chat.png', './images/chat.png'],
    ['ko/a.md', '../images/chat.png', '../images/chat.png'],
    ['ko/b.md', 'images/chat.png', '../images/chat.png'],
    ['source/README-md.md', 'docs/images/chat.png', '../images/chat.png'],
  ])('of %s lies where the page sees it', (page, source, expected) => {
    expect(siteImage(page, source, repository)).toBe(expected);
  });
});
