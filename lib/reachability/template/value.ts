/** What a CloudFormation expression comes to: JSON, or what only a deployment could say, kept apart from any string. */
export type Value = Plain | Reference | Unknown | Text | readonly Value[] | ValueObject;

export type Plain = string | number | boolean | null | undefined;

export interface ValueObject {
  readonly [key: string]: Value;
}

const KIND = Symbol('kind');

/** A resource, or an attribute of it that AWS chooses. */
export interface Reference {
  readonly [KIND]: 'reference';
  /** Id in the model. */
  readonly id: string;
  /** CloudFormation type. */
  readonly type: string;
  /** Of Fn::GetAtt. @default - Ref */
  readonly attribute?: string;
}

/** What cannot be known from the templates. */
export interface Unknown {
  readonly [KIND]: 'unknown';
  readonly why: string;
  readonly touches: readonly Reference[];
}

/** A string with references in it. */
export interface Text {
  readonly [KIND]: 'text';
  readonly parts: readonly (string | Reference)[];
}

/** A typed reference to a resource of the templates. */
export function reference(id: string, type: string, attribute?: string): Reference {
  return { [KIND]: 'reference', id, type, ...(attribute === undefined ? {} : { attribute }) };
}

/** A value that no template can tell; `from` is what it would have been made of. */
export function unknown(why: string, ...from: readonly Value[]): Unknown {
  return { [KIND]: 'unknown', why, touches: from.flatMap(references) };
}

export function isReference(value: Value): value is Reference {
  return kindOf(value) === 'reference';
}

export function isUnknown(value: Value): value is Unknown {
  return kindOf(value) === 'unknown';
}

export function isText(value: Value): value is Text {
  return kindOf(value) === 'text';
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether it is a JSON object and none of the typed values. */
export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !isList(value) && kindOf(value) === undefined;
}

/** All references in a value, however deep. */
export function references(value: Value): readonly Reference[] {
  if (isReference(value)) return [value];
  if (isUnknown(value)) return value.touches;
  if (isText(value)) return value.parts.filter((part) => typeof part !== 'string');
  if (isList(value)) return value.flatMap(references);
  return isObject(value) ? Object.values(value).flatMap(references) : [];
}

/** The first thing unknown in a value, however deep. */
export function firstUnknown(value: Value): Unknown | undefined {
  if (isUnknown(value)) return value;
  const inner = isList(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const item of inner) {
    const found = firstUnknown(item);
    if (found) return found;
  }
  return undefined;
}

/** Strings and references one after the other, as short as it goes: a string, a reference, a text, or an unknown. */
export function concatenate(values: readonly Value[]): Value {
  const parts: (string | Reference)[] = [];
  for (const value of values) {
    if (isUnknown(value)) return unknown(value.why, ...values);
    if (isList(value) || isObject(value)) return unknown('a list or an object within a string', ...values);
    for (const part of isText(value) ? value.parts : isReference(value) ? [value] : [String(value ?? '')]) {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts.splice(-1, 1, last + part);
      else if (part !== '') parts.push(part);
    }
  }
  const [first = '', ...rest] = parts;
  return rest.length === 0 ? first : { [KIND]: 'text', parts };
}

/** The parts of what `concatenate` made. */
export function partsOf(value: Value): readonly (string | Reference)[] | undefined {
  if (isText(value)) return value.parts;
  if (isReference(value)) return [value];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : undefined;
}

function kindOf(value: Value): 'reference' | 'unknown' | 'text' | undefined {
  if (typeof value !== 'object' || value === null || !(KIND in value)) return undefined;
  const kind: unknown = value[KIND];
  return kind === 'reference' || kind === 'unknown' || kind === 'text' ? kind : undefined;
}
