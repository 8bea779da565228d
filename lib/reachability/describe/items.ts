import { InputError } from '../input-error';
import { type Answers, type Item, isObject } from './answers';

/**
 * The items of a result key, each id once: accounts see shared things too, some with more fields than others.
 *
 * @param idOf - the field that holds the id, or how it is told
 * @throws InputError where an item has no id
 */
export function itemsOf<Row extends object>(
  answers: Answers,
  key: string,
  idOf: (keyof Row & string) | ((row: Row) => string | undefined),
): readonly (Item<Row> & { readonly id: string })[] {
  const merged = new Map<string, Item<Row> & { readonly id: string }>();
  for (const item of answers.get(key) ?? []) {
    const row = item.row as Row;
    const id = typeof idOf === 'string' ? row[idOf] : idOf(row);
    if (typeof id !== 'string') {
      throw new InputError(`${item.file}: one of ${key} has no ${typeof idOf === 'string' ? idOf : 'id'}`);
    }
    const known = merged.get(id);
    merged.set(id, known ? { ...known, row: filled(known.row, row) } : { ...item, row, id });
  }
  return [...merged.values()];
}

/** All items of a result key, for answers that have no id of their own. */
export function listOf<Row extends object>(answers: Answers, key: string): readonly Item<Row>[] {
  return (answers.get(key) ?? []) as readonly Item<Row>[];
}

/** What is known, and what the other account sees besides. */
function filled<Row extends object>(known: Row, other: Row): Row {
  const merged = new Map<string, unknown>(Object.entries(known));
  for (const [name, value] of Object.entries(other)) {
    const own = merged.get(name);
    if (isEmpty(own)) merged.set(name, value);
    else if (isObject(own) && isObject(value) && !Array.isArray(own)) merged.set(name, filled(own, value));
  }
  return Object.fromEntries(merged) as Row;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
