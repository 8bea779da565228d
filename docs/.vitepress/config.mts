import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { slug } from '../../lib/docs/anchors';
import { readEvidence } from '../../lib/site/evidence';
import { readMade } from '../../lib/site/made';
import { useSiteMarkdown } from '../../lib/site/markdown';
import { openRepository, sidebar } from '../../lib/site/site';
import { words } from '../../lib/site/words';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** What bin/docs.ts found out before. */
const { claims, exercises, reachPages } = readMade(root);

const navigation = (language: 'en' | 'ko'): DefaultTheme.Config => {
  const side = language === 'ko' ? '/ko' : '';
  return {
    siteTitle: language === 'ko' ? '증명되는 답안' : 'Worked answers',
    nav: [
      { text: words[language].exercises, link: `${side}/#${slug(words[language].exercises)}` },
      { text: words[language].questions, link: `${side}/questions/` },
      { text: words[language].evidence, link: `${side}/evidence` },
    ],
    sidebar: sidebar(root, language, exercises) as DefaultTheme.SidebarItem[],
    outline: { level: [2, 3], ...(language === 'ko' && { label: '이 페이지에서' }) },
    ...(language === 'en' && {
      notFound: {
        title: 'There is no such page',
        quote: 'Check the address, or look from the first page.',
        linkText: 'To the first page',
        linkLabel: 'To the first page',
      },
    }),
    lastUpdated: {
      text: language === 'ko' ? '마지막 수정' : 'Last changed',
      formatOptions: { dateStyle: 'long', forceLocale: true },
    },
  };
};

export default defineConfig({
  title: 'Worked DevOps take-home answers',
  description: 'Worked DevOps take-home answers that you can prove on a laptop',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  rewrites: (path) => path.replace(/(^|\/)README\.md$/, '$1index.md'),
  lastUpdated: true,
  // Else every page holds the navigation of all.
  metaChunk: true,
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: navigation('en') },
    ko: {
      label: '한국어',
      lang: 'ko',
      title: '증명되는 DevOps 과제 답안',
      description: '노트북에서 증명할 수 있는 DevOps 과제 답안',
      themeConfig: {
        ...navigation('ko'),
        docFooter: { prev: '이전 페이지', next: '다음 페이지' },
        returnToTopLabel: '맨 위로',
        sidebarMenuLabel: '메뉴',
        darkModeSwitchLabel: '어두운 화면',
        lightModeSwitchTitle: '밝은 화면으로',
        darkModeSwitchTitle: '어두운 화면으로',
        langMenuLabel: '언어',
        skipToContentLabel: '본문으로',
        notFound: {
          title: '페이지가 없다',
          quote: '주소를 확인하거나 첫 페이지에서 찾는다.',
          linkText: '첫 페이지로',
          linkLabel: '첫 페이지로',
        },
      },
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            // Words that are typed to their end, and short ones, would else find whatever begins as they do; a Korean word
            // goes on with its particle.
            prefix: (word: string, index: number, typed: readonly string[]) =>
              index === typed.length - 1 || /[가-힣]/.test(word),
            fuzzy: (word: string) => (word.length > (/[가-힣]/.test(word) ? 2 : 3) ? 0.2 : false),
          },
        },
        locales: {
          ko: {
            translations: {
              button: { buttonText: '검색', buttonAriaLabel: '검색' },
              modal: {
                displayDetails: '자세히',
                resetButtonTitle: '지우기',
                backButtonTitle: '닫기',
                noResultsText: '결과가 없다:',
                footer: { selectText: '선택', navigateText: '이동', closeText: '닫기' },
              },
            },
          },
        },
      },
    },
  },
  markdown: {
    anchor: { slugify: slug },
    // Those of VitePress are too pale for small text.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    codeTransformers: [
      {
        name: 'lines-of-sources',
        line(node, line) {
          if (this.options.meta?.__raw?.includes('source')) node.properties.id = `L${line}`;
        },
      },
    ],
    config: (md) =>
      useSiteMarkdown(md, {
        repository: openRepository(root),
        claims: readEvidence(root)?.results ?? claims,
        reachPages,
      }),
  },
});
