import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A file or folder of the repository that pages link to. */
export interface SourcePage {
  /** From the root of the repository. */
  readonly path: string;
  /** What stands on its page. */
  readonly markdown: string;
}

/** Line, from 1, at which a module exports a symbol. */
export function lineOf(source: string, symbol: string): number | undefined {
  const declaration = new RegExp(
    `^export (?:declare )?(?:abstract )?(?:async )?(?:function\\*?|class|const|let|interface|type|enum) ${symbol}\\b`,
  );
  const index = source.split('\n').findIndex((line) => declaration.test(line));
  return index < 0 ? undefined : index + 1;
}

/**
 * The targets of the links of a page that are no pages of docs/ themselves.
 *
 * @param origin the page, from the root of the repository
 */
export function sourcesOf(origin: string, markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]+`/g, '`');
  return [...prose.matchAll(/(?<!!\[[^\]]*)\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/i.test(link))
    .map((link) => posix.normalize(posix.join(posix.dirname(origin), link)).replace(/\/$/, ''))
    .filter((path) => !(path.startsWith('docs/') && path.endsWith('.md')) && !/\.(png|svg)$/.test(path));
}

/**
 * Reads what is linked, and what the folders among it hold.
 *
 * @param root folder of the repository
 * @param paths from there
 */
export function readSourcePages(root: string, paths: Iterable<string>): readonly SourcePage[] {
  const pages = new Map<string, string>();
  const add = (path: string): void => {
    if (pages.has(path)) return;
    if (!statSync(join(root, path)).isDirectory()) {
      const text = readFileSync(join(root, path), 'utf8');
      pages.set(path, path.endsWith('.md') ? text : sourceMarkdown(path, text));
      for (const linked of path.endsWith('.md') ? sourcesOf(path, text) : []) add(linked);
      return;
    }
    const inside = readdirSync(join(root, path)).sort();
    pages.set(
      path,
      `# ${path}\n\n${inside.map((name) => `- [${name}](${posix.basename(path)}/${name})`).join('\n')}\n`,
    );
    for (const name of inside) add(posix.join(path, name));
  };
  for (const path of paths) add(path);
  return [...pages].map(([path, markdown]) => ({ path, markdown }));
}

/** Languages by the ending of a file's name; what is not here is shown as it is. */
const LANGUAGES: Readonly<Record<string, string>> = {
  css: 'css',
  html: 'html',
  js: 'js',
  json: 'json',
  mjs: 'js',
  py: 'python',
  sh: 'sh',
  ts: 'ts',
  yaml: 'yaml',
  yml: 'yaml',
};

function sourceMarkdown(path: string, text: string): string {
  const language = LANGUAGES[posix.extname(path).slice(1)] ?? (text.startsWith('#!/usr/bin/env bash') ? 'sh' : 'text');
  // Longer than any fence inside.
  const fence = '`'.repeat(8);
  return `# ${path}\n\n${fence}${language} source\n${text.trimEnd()}\n${fence}\n`;
}
