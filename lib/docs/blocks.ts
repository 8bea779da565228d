/** The blocks of a page and the blocks that are generated for it are not the same ones. */
export class BlockMismatchError extends Error {
  override readonly name = 'BlockMismatchError';
}

/** A generated block: two comments that GitHub does not show, and what stands between them. */
const BLOCK = /(<!-- begin ([\w-]+) -->\n)([\s\S]*?)(<!-- end \2 -->)/g;

/**
 * Puts generated text between the comments `<!-- begin NAME -->` and `<!-- end NAME -->` of a page.
 *
 * @param texts Markdown by NAME, each used exactly once
 * @throws BlockMismatchError when the page has a block without a text, or lacks one
 */
export function fillBlocks(markdown: string, texts: Readonly<Record<string, string>>): string {
  const filled: string[] = [];
  const result = markdown.replaceAll(BLOCK, (_, begin: string, name: string, _old: string, end: string) => {
    const text = texts[name];
    if (text === undefined) throw new BlockMismatchError(`nothing generates the block ${name}`);
    filled.push(name);
    return `${begin}${text}\n${end}`;
  });
  const expected = Object.keys(texts);
  if ([...filled].sort().join() !== expected.sort().join()) {
    throw new BlockMismatchError(`the page has the blocks ${filled.join(', ')}; generated are ${expected.join(', ')}`);
  }
  return result;
}

/** A Markdown table. Cells may hold Markdown; a `|` in them is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
