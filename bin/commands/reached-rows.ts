import { grouper } from '../../lib/reachability/flow';
import type { NetworkModel } from '../../lib/reachability/model';
import { columns, print, printable, style } from './output';

/** Before each row that belongs to a title. */
export const INDENT = '  ';

/** Names shown of many; --json has all. */
const NAMES = 6;

/** Who reaches whom on which ports. */
export interface Reached {
  readonly ports: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** One row for all that reach the same on the same ports, and for all that the same reach. */
export function printReached(title: string, reached: readonly Reached[], model: NetworkModel): void {
  if (reached.length === 0) return;
  print(style('bold', title));
  const bySources = joined(joined(reached, 'to', 'from'), 'from', 'to');
  const together = grouper(model);
  const names = (ids: readonly string[]) => {
    const all = together(ids);
    const shown = all.slice(0, all.length > NAMES ? NAMES - 1 : NAMES);
    return all.length > shown.length ? `${shown.join(', ')} and ${all.length - shown.length} more` : all.join(', ');
  };
  const first = columns(bySources.map(({ ports, to }) => [ports, `to ${names(to)}`].map(printable)));
  for (const [index, line] of first.entries()) {
    print(INDENT + line);
    print(style('dim', `${INDENT}${INDENT}from ${printable(names(bySources[index]?.from ?? []))}`));
  }
}

/** Rows of the same ports and the same `same` as one, with every `other` of theirs. */
function joined(rows: readonly Reached[], same: 'from' | 'to', other: 'from' | 'to'): readonly Reached[] {
  const found = new Map<string, Reached>();
  for (const row of rows) {
    const key = [row.ports, ...row[same]].join('\n');
    const known = found.get(key);
    found.set(key, known ? { ...known, [other]: [...new Set([...known[other], ...row[other]])].sort() } : row);
  }
  return [...found.values()];
}
