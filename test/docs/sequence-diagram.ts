const PARTICIPANT = /^participant ([A-Za-z]\w*)(?: as [^;#]+)?$/;
const MESSAGE = /^([A-Za-z]\w*)(?:-->>|->>|--x|-x)([A-Za-z]\w*): [^;#]+$/;
const NOTE = /^Note (?:over|left of|right of) ([A-Za-z]\w*)(?:,([A-Za-z]\w*))?: [^;#]+$/;
const OPENING = /^(?:par|alt|opt|loop) [^;#]+$/;
const MIDDLE = /^(?:and|else) [^;#]+$/;

/**
 * Reads the part of Mermaid's sequence diagrams that these pages use: participants first, then messages, notes, and blocks
 * such as `par … and … end`. Mermaid takes `;` and `#` for its own syntax.
 *
 * @returns what is wrong, one sentence for each line; empty for a sequence diagram
 */
export function sequenceProblems(text: string): readonly string[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const problems = header === 'sequenceDiagram' ? [] : [`no header: ${header}`];
  const participants = new Set<string>();
  let open = 0;
  for (const line of lines.map((indented) => indented.trim())) {
    const declared = PARTICIPANT.exec(line)?.[1];
    if (declared !== undefined) {
      participants.add(declared);
      continue;
    }
    const used = MESSAGE.exec(line) ?? NOTE.exec(line);
    if (used) {
      const unknown = used.slice(1).filter((id) => id !== undefined && !participants.has(id));
      problems.push(...unknown.map((id) => `${id} is no participant`));
    } else if (OPENING.test(line)) open++;
    else if (line === 'end' && open > 0) open--;
    else if (!(MIDDLE.test(line) && open > 0)) problems.push(`cannot be read: ${line}`);
  }
  if (open > 0) problems.push('a block has no end');
  return problems;
}
