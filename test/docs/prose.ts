/** Where one piece of prose ends and something else stood. */
export const GAP = '\u0000';

/** Blocks that a program writes, and their comments. */
const GENERATED = /<!-- begin ([\w-]+) -->[\s\S]*?<!-- end \1 -->/g;

/**
 * What a person wrote on a page and a reader reads, line by line: without code, generated blocks, output of programs,
 * facts, other comments and the targets of links, each of which leaves a gap that no pattern of words crosses.
 */
export function prose(markdown: string): readonly string[] {
  return withLinks(markdown).map((line) => line.replaceAll(/\]\([^)\s]*\)|<https?:[^>\s]*>/g, `]${GAP}`));
}

/** The same with the targets of links. */
export function withLinks(markdown: string): readonly string[] {
  return markdown
    .replaceAll(GENERATED, GAP)
    .replaceAll(/^ *(```+|~~~+)[\s\S]*?^ *\1.*$/gm, GAP)
    .replaceAll(/<!-- fact [\w-]+ -->.*?<!-- end fact -->/g, GAP)
    .replaceAll(/(`+)[^\n]*?\1/g, GAP)
    .replaceAll(/<!--[\s\S]*?-->/g, GAP)
    .split('\n');
}
