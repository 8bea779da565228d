import type { Component } from '../model';

/** Components by their ids. */
export function byId<T extends Component>(components: readonly T[]): ReadonlyMap<string, T> {
  return new Map(components.map((component) => [component.id, component]));
}

/** The values of each key, in their order. */
export function group<K, V>(pairs: readonly (readonly [K, V])[]): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const members = groups.get(key);
    if (members) members.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** What a key stands for, made when it is first asked for. */
export function remembered<K, V>(memory: Map<K, V>, key: K, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
