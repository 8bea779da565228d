/** An object as it is applied; what is below is looked at with care, as nothing has checked it. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** Something that is wrong. */
export interface Finding {
  /** Such as `Deployment payments/payments`. */
  readonly object: string;
  /** Such as `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly problem: string;
}

/** Tells of a problem of the object that is looked at. */
export type Report = (path: string, problem: string) => void;

/** Looks at one object among all of its cluster. */
export type Check = (object: KubernetesObject, all: readonly KubernetesObject[], report: Report) => void;

/** What is below an object, or undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined,
    value,
  );
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const kindOf = (object: KubernetesObject): string => textOf(object.kind) ?? '';

export const nameOf = (object: KubernetesObject): string => textOf(at(object, 'metadata', 'name')) ?? '';

export const namespaceOf = (object: KubernetesObject): string => textOf(at(object, 'metadata', 'namespace')) ?? '';

/** Kind, and name with its namespace. */
export function titleOf(object: KubernetesObject): string {
  const namespace = namespaceOf(object);
  return `${kindOf(object)} ${namespace === '' ? '' : `${namespace}/`}${nameOf(object)}`;
}

/** Those of a kind in the namespace of another object. */
export const beside = (
  object: KubernetesObject,
  all: readonly KubernetesObject[],
  kind: string,
): readonly KubernetesObject[] =>
  all.filter((other) => kindOf(other) === kind && namespaceOf(other) === namespaceOf(object));
