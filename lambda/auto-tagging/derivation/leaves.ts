import { flat, singular } from './names';

/** One string or number in a payload. */
export interface Leaf {
  /** Flat name of the key; for a plain string in a list, that of the list in the singular. */
  readonly key: string;
  /** Flat, singular name of the object that holds it; empty at the top. */
  readonly parent: string;
  /** The keys down to it, without list positions: equal for the members of a list. */
  readonly path: string;
  /** 0 at the top; wrappers do not count. */
  readonly depth: number;
  readonly value: string;
}

/** Keys that hold what they are named after one level further down: EC2's and XML's ways to write a list. */
const listWrappers = new Set(['items', 'item', 'member', 'members']);

/** Payload trees can be as large as an event, 1 MB at most; what a create returns is near the top. */
const MAX_DEPTH = 9;
const MAX_LEAVES = 4_000;

/**
 * The strings and numbers of a payload, those near the top first within each object.
 *
 * @param noun what the call makes, whose wrapper (`CreateVpcResponse`, `createRestApiInput`) does not count as a level
 */
export function leavesOf(payload: unknown, eventName: string): readonly Leaf[] {
  const call = flat(eventName);
  const leaves: Leaf[] = [];
  const walk = (value: unknown, key: string, parent: string, path: string, depth: number, levels: number): void => {
    if (leaves.length >= MAX_LEAVES || levels > MAX_DEPTH) return;
    if (typeof value === 'string' || typeof value === 'number') {
      const text = arnText(String(value));
      if (text !== '') leaves.push({ key, parent, path, depth, value: text });
      return;
    }
    if (Array.isArray(value)) {
      for (const member of value) walk(member, listed(key), parent, `${path}[]`, depth, levels + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const wrapper = key === '' || isWrapper(key, call);
    const holder = wrapper ? parent : singular(key);
    for (const [name, child] of Object.entries(value)) {
      const childKey = flat(name);
      if (listWrappers.has(childKey)) walk(child, listed(key), parent, `${path}[]`, depth, levels + 1);
      else walk(child, childKey, holder, `${path}/${childKey}`, wrapper ? depth : depth + 1, levels + 1);
    }
  };
  walk(payload, '', '', '', 0, 0);
  return leaves;
}

/** Amazon Connect takes ARNs in the path of the URL, and logs them encoded as they were there. */
function arnText(value: string): string {
  if (!value.startsWith('arn%3A')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    // Not an ARN after all, so it stays what it is.
    return value;
  }
}

/** What a list holds: `instance` of `instancesset`. */
function listed(key: string): string {
  return singular(key.replace(/(?<=.{3})(?:set|list)$/, ''));
}

function isWrapper(key: string, call: string): boolean {
  return (
    (key.endsWith('request') || key.endsWith('response') || key.endsWith('input') || key.endsWith('result')) &&
    key.startsWith(call.slice(0, 6))
  );
}
