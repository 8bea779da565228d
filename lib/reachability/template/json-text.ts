import {
  concatenate,
  isList,
  isObject,
  isReference,
  isText,
  isUnknown,
  partsOf,
  type Reference,
  unknown,
  type Value,
} from './value';

// Private-use characters: JSON needs no escape for them, and no template holds them.
const OPEN = '\u{E000}';
const CLOSE = '\u{E001}';
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`);

/** The value that a JSON text with references in its strings says. */
export function parseJson(text: Value): Value {
  const parts = partsOf(text);
  if (!parts) return isUnknown(text) ? text : unknown('no JSON text', text);
  const held: Reference[] = [];
  const marked = parts.map((part) => (typeof part === 'string' ? part : mark(held.push(part) - 1))).join('');
  try {
    return unmark(JSON.parse(marked), held);
  } catch {
    return unknown('a JSON text that does not parse', text);
  }
}

/** The JSON text of a value, references kept. */
export function toJson(value: Value): Value {
  const held: Reference[] = [];
  const plain = strip(value, held);
  if (isUnknown(plain)) return plain;
  return unmark(JSON.stringify(plain), held);
}

const mark = (index: number): string => OPEN + index + CLOSE;

function strip(value: Value, held: Reference[]): Value {
  if (isReference(value) || isText(value)) {
    return (partsOf(value) ?? []).map((part) => (typeof part === 'string' ? part : mark(held.push(part) - 1))).join('');
  }
  if (isList(value)) {
    const items = value.map((item) => strip(item, held));
    return items.find(isUnknown) ?? items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, strip(item, held)] as const);
  return entries.map(([, item]) => item).find(isUnknown) ?? Object.fromEntries(entries);
}

function unmark(value: Value, held: readonly Reference[]): Value {
  if (typeof value === 'string') {
    return concatenate(value.split(MARK).map((part, index) => (index % 2 === 0 ? part : held[Number(part)])));
  }
  if (isList(value)) return value.map((item) => unmark(item, held));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unmark(item, held)]));
}
