import { grouper } from '../../lib/reachability/flow';
import type { NetworkModel } from '../../lib/reachability/model';
import { columns, print, printable, style } from './output';

/** Before each row that belongs to a title. */
export const INDENT = '  ';

/** Names shown of many; --json has all. */
const NAMES = 6;

/** Who reaches whom on which ports. */
export interface Reached {
  /** Such as `tcp 80`. */
  readonly ports: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** One row for all that reach the same on the same ports, and for all that the same reach. */
export function printReached(title: string, reached: readonly Reached[], model: NetworkModel): void {
  if (reached.length === 0) return;
  print(style('bold', title));
  const bySources = joined(reached, new Set(model.networkInterfaces.map(({ id }) => id)));
  const grouped = grouper(model);
  const names = (ids: readonly string[]) => {
    const all = grouped(ids);
    const shown = all.slice(0, all.length > NAMES ? NAMES - 1 : NAMES);
    return all.length > shown.length ? `${shown.join(', ')} and ${all.length - shown.length} more` : all.join(', ');
  };
  const first = columns(bySources.map(({ ports, to }) => [ports.join(', '), `to ${names(to)}`].map(printable)));
  for (const [index, line] of first.entries()) {
    print(INDENT + line);
    print(style('dim', `${INDENT}${INDENT}from ${printable(names(bySources[index]?.from ?? []))}`));
  }
}

/** As few rows as say the same: with all ports of the same pairs, all destinations of the same sources, and so on. */
function joined(rows: readonly Reached[], interfaces: ReadonlySet<string>): readonly Reached[] {
  const sorted = rows.map(({ ports, from, to }) => ({ ports, from: from.toSorted(), to: to.toSorted() }));
  const byPair = together(sorted, ({ from, to }) => [...from, '', ...to], 'ports');
  const byTo = together(byPair, ({ ports, to }) => [...ports, '', ...to], 'from');
  const byFrom = together(byTo, ({ ports, from }) => [...ports, '', ...from], 'to');
  // Whether somebody reaches himself is not asked, so that members of a group differ in that and in nothing else.
  const withItself = ({ from, to }: Reached) =>
    to.length === 1 && interfaces.has(to[0] ?? '') ? union(from, to) : from;
  const byGroup = together(byFrom, (row) => [...row.ports, '', ...withItself(row)], 'from', 'to');
  return together(byGroup, ({ ports, from }) => [...ports, '', ...from], 'to');
}

/** Rows of one key as one, with everything that they have in the fields. */
function together(
  rows: readonly Reached[],
  keyOf: (row: Reached) => readonly string[],
  ...fields: readonly (keyof Reached)[]
): readonly Reached[] {
  const found = new Map<string, Reached>();
  for (const row of rows) {
    const key = keyOf(row).join('\n');
    const known = found.get(key);
    const joint = known && fields.map((field) => [field, union(known[field], row[field], field)]);
    found.set(key, known && joint ? { ...known, ...Object.fromEntries(joint) } : row);
  }
  return [...found.values()];
}

/** Ports stay in the order in which they came, which says something. */
function union(one: readonly string[], other: readonly string[], field?: keyof Reached): readonly string[] {
  const all = [...new Set([...one, ...other])];
  return field === 'ports' ? all : all.sort();
}
