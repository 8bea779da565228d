const ID = '[A-Za-z][\\w-]*';
const LABEL = '\\(\\[[^()[\\]{}|"]+\\]\\)|\\[\\([^()[\\]{}|"]+\\)\\]|\\[[^()[\\]{}|"]+\\]';
const NODE = new RegExp(`^\\s*(${ID})(${LABEL})?`);
const ARROW = /^\s*(?:<-->|-->|---)(?:\|[^|]+\|)?/;
const SUBGRAPH = new RegExp(`^\\s*subgraph (${ID})\\[[^()[\\]{}|"]+\\]$`);

/**
 * Reads the part of Mermaid's flowcharts that these pages use: a header, and lines of nodes joined by `-->`, `<-->` or
 * `---`. A node is an id, with a label in `[ ]`, `([ ])` or `[( )]` where it first appears. `subgraph id[title]` begins a
 * frame, which may be joined like a node, and `end` ends it.
 *
 * @returns what is wrong, one sentence for each line; empty for a flowchart
 */
export function flowchartProblems(text: string): readonly string[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const problems = /^flowchart (LR|RL|TB|TD|BT)$/.test(header) ? [] : [`no header: ${header}`];
  const labelled = new Set<string>();
  const used = new Set<string>();
  let open = 0;
  for (const line of lines) {
    const [, frame] = SUBGRAPH.exec(line) ?? [];
    if (frame !== undefined) {
      labelled.add(frame);
      open += 1;
      continue;
    }
    if (line.trim() === 'end') {
      open -= 1;
      if (open < 0) problems.push('end of no subgraph');
      continue;
    }
    let rest = line;
    let isChain = false;
    for (;;) {
      const node = NODE.exec(rest);
      if (!node) break;
      const [whole, id = '', label] = node;
      used.add(id);
      if (label !== undefined) labelled.add(id);
      rest = rest.slice(whole.length);
      isChain = rest.trim() === '';
      const arrow = ARROW.exec(rest);
      if (!arrow) break;
      rest = rest.slice(arrow[0].length);
    }
    if (!isChain) problems.push(`cannot be read: ${line.trim()}`);
  }
  if (open > 0) problems.push('a subgraph has no end');
  for (const id of used) if (!labelled.has(id)) problems.push(`${id} has no label`);
  return problems;
}
