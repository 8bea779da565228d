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
  const bySources = joined(reached);
  const grouped = grouper(model);
  const names = (ids: readonly string[]) => {
    const all = grouped(ids);
    const shown = all.slice(0, all.length > NAMES ? NAMES - 1 : NAMES);
    return all.length > shown.length ? `${shown.join(', ')} and ${all.length - shown.length} more` : all.join(', ');
  };
  const first = columns(bySources.map(({ ports, to }) => [ports, `to ${names(to)}`].map(printable)));
  for (const [index, line] of first.entries()) {
    print(INDENT + line);
    print(style('dim', `${INDENT}${INDENT}from ${printable(names(bySources[index]?.from ?? []))}`));
  }
}

/** Rows of the same ports and destinations as one, and then those of the same sources. */
function joined(rows: readonly Reached[]): readonly Reached[] {
  const byTo = together(rows, ({ to }) => to);
  // Nobody is asked whether he reaches himself, so that members of a group differ in that and in nothing else.
  return together(byTo, ({ from, to }) => (to.length === 1 ? union(from, to) : from));
}

function together(rows: readonly Reached[], alike: (row: Reached) => readonly string[]): readonly Reached[] {
  const found = new Map<string, Reached>();
  for (const row of rows) {
    const key = [row.ports, ...alike(row)].join('\n');
    const known = found.get(key);
    found.set(key, known ? { ...known, from: union(known.from, row.from), to: union(known.to, row.to) } : row);
  }
  return [...found.values()];
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].sort();
}
