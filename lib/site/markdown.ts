import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import type { Language } from '../docs/questions';
import type { ClaimResult } from '../proof/runner';
import { badgeOf } from './evidence';
import { claimAnchor } from './evidence-page';
import { type Repository, siteImage, siteLink } from './links';
import { words } from './words';

/** A page of topology and matrix that stands beside the site's own pages. */
export interface ReachPage {
  readonly exercise: string;
  readonly title: string;
  /** From the root of the site. */
  readonly link: string;
}

/** What the pages are rendered with. */
export interface MarkdownContext {
  readonly repository: Repository;
  /** Every claim there is, with what was found of it, if anybody ran it. */
  readonly claims: readonly ClaimResult[];
  readonly reachPages: readonly ReachPage[];
}

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/** The page that is being rendered. */
interface Place {
  readonly relativePath: string;
}

const languageOf = ({ relativePath }: Place): Language => (relativePath.startsWith('ko/') ? 'ko' : 'en');

/** Makes of the Markdown of docs/ what the site shows: links, diagrams, badges of evidence, pages of reachability. */
export function useSiteMarkdown(md: MarkdownRenderer, context: MarkdownContext): void {
  const results = new Map(context.claims.map((result) => [result.claim, result]));
  md.core.ruler.push('site', ({ tokens, env, Token: NewToken }) => {
    const place = env as Place;
    const html = (content: string): Token => Object.assign(new NewToken('html_inline', '', 0), { content });
    let heading = '';
    let claim: string | undefined;
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'heading_open') heading = tokens[index + 1]?.content ?? '';
      if (token.type === 'tr_open') claim = undefined;
      if (token.type === 'fence' && token.info === 'mermaid') drawn(token, heading);
      if (token.type === 'html_block' && token.content.includes('<!-- end options -->'))
        token.content += reachSection(context.reachPages, place);
      if (token.children === null) continue;
      for (const [position, child] of token.children.entries()) {
        const href = child.type === 'link_open' ? child.attrGet('href') : null;
        if (href !== null) child.attrSet('href', siteLink(place.relativePath, decodeURI(href), context.repository));
        const source = child.type === 'image' ? child.attrGet('src') : null;
        if (source !== null) child.attrSet('src', siteImage(place.relativePath, source, context.repository));
        if (child.type !== 'code_inline') continue;
        if (results.has(child.content)) claim = child.content;
        else if (claim !== undefined && KINDS.has(child.content))
          token.children[position] = html(badge(claim, results.get(claim), place));
      }
    }
  });
}

const KINDS: ReadonlySet<string> = new Set(['proved', 'account', 'cited']);

function badge(claim: string, result: ClaimResult | undefined, place: Place): string {
  const found = badgeOf(result);
  const language = languageOf(place);
  const page = posix.relative(posix.dirname(place.relativePath), `${language === 'ko' ? 'ko/' : ''}evidence.html`);
  const kind = found.replaceAll(' ', '-');
  return `<a class="evidence evidence-${kind}" href="${page}#${claimAnchor(claim)}">${words[language].badges[found]}</a>`;
}

function drawn(token: Token, heading: string): void {
  token.type = 'html_block';
  token.content = `<Diagram text="${quoted(token.content)}" label="${quoted(heading.replaceAll('`', ''))}" />\n`;
}

/** Neither a quote nor a bracket is left in what is percent-encoded, but for the single quote, which does no harm. */
const quoted = (text: string): string => encodeURIComponent(text);

function reachSection(pages: readonly ReachPage[], place: Place): string {
  const exercise = /([\w-]+)\.md$/.exec(place.relativePath)?.[1];
  const own = pages.filter((page) => page.exercise === exercise);
  if (own.length === 0) return '';
  const choices = JSON.stringify(own.map(({ title, link }) => ({ title, link })));
  return `\n<ReachPages pages="${quoted(choices)}" label="${quoted(words[languageOf(place)].whoReachesWhom)}" />\n`;
}
