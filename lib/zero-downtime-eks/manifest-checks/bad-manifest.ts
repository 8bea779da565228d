import { type KubernetesObject, titleOf } from './kubernetes-object';

/** One mistake in manifests that are right. */
export interface BadManifest {
  /** What somebody did. */
  readonly mistake: string;
  /** Title of the object that is changed. */
  readonly object: string;
  /** What is replaced in it, or added; a number is a place in a list. `[]` is the whole object, which is added. */
  readonly at: readonly (string | number)[];
  /** @default - it is taken away */
  readonly value?: unknown;
  /** The finding's object. @default - the one that is changed */
  readonly foundIn?: string;
  /** How the finding's path ends. @default - where the change is */
  readonly path?: string;
}

/** Copies of the objects with the mistake in them. */
export function withMistake(
  objects: readonly KubernetesObject[],
  { object, at, value }: BadManifest,
): readonly KubernetesObject[] {
  const copies = structuredClone(objects);
  if (at.length === 0) return [...copies, value as KubernetesObject];
  const changed = copies.find((copy) => titleOf(copy) === object);
  if (changed === undefined) throw new Error(`there is no ${object}`);
  const last = at.at(-1) ?? '';
  const parent = at.slice(0, -1).reduce<Record<string, unknown>>(
    (found, key) => {
      found[key] ??= {};
      return found[key] as Record<string, unknown>;
    },
    changed as Record<string, unknown>,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copies;
}

/** How the path of the finding ends. */
export function pathOf({ at, path }: BadManifest): string {
  return (
    path ??
    at.reduce<string>(
      (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
      '',
    )
  );
}
