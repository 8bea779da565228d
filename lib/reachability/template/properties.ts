import { Ipv4SyntaxError, parseAddress, parseCidr } from '../ipv4';
import type { Resource } from './stack';
import {
  firstUnknown,
  isList,
  isObject,
  isReference,
  isText,
  isUnknown,
  type Reference,
  references,
  type Value,
  type ValueObject,
} from './value';

/** A property that a component needs cannot be known; the component is then not modelled. */
export class UnresolvedError extends Error {
  override readonly name = 'UnresolvedError';
  /** Ids of the components that the value was to come from. */
  readonly touches: readonly string[];

  constructor(message: string, value?: Value) {
    super(message);
    this.touches = references(value).map(({ id }) => id);
  }
}

/** An object property. @throws UnresolvedError */
export function objectOf(value: Value, what: string): ValueObject {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw unresolved(value, what);
}

/** A list property; an absent one is empty. @throws UnresolvedError */
export function listOf(value: Value, what: string): readonly Value[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value;
  throw unresolved(value, what);
}

/** A string that the templates tell wholly. @throws UnresolvedError */
export function textOf(value: Value, what: string): string {
  const text = optionalTextOf(value, what);
  if (text === undefined) throw new UnresolvedError(`${what} is not given`);
  return text;
}

/** As `textOf`, of a property that may be absent. @throws UnresolvedError */
export function optionalTextOf(value: Value, what: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw unresolved(value, what);
}

/** An IPv4 CIDR. @throws UnresolvedError when it is none */
export function cidrOf(value: Value, what: string): string {
  const text = textOf(value, what);
  return checked(text, what, () => parseCidr(text));
}

/** An IPv4 address that may be absent. @throws UnresolvedError when it is none */
export function optionalAddressOf(value: Value, what: string): string | undefined {
  const text = optionalTextOf(value, what);
  return text === undefined ? undefined : checked(text, what, () => parseAddress(text));
}

function checked(text: string, what: string, parse: () => unknown): string {
  try {
    parse();
    return text;
  } catch (error) {
    if (error instanceof Ipv4SyntaxError) throw new UnresolvedError(`${what}: ${error.message}`);
    throw error;
  }
}

/** @throws UnresolvedError */
export function numberOf(value: Value, what: string): number {
  const number = optionalNumberOf(value, what);
  if (number === undefined) throw new UnresolvedError(`${what} is not given`);
  return number;
}

/** @throws UnresolvedError */
export function optionalNumberOf(value: Value, what: string): number | undefined {
  const text = optionalTextOf(value, what);
  if (text === undefined) return undefined;
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw new UnresolvedError(`${what} is no number: ${text}`);
  return Number(text);
}

/** CloudFormation takes true and "true". @throws UnresolvedError */
export function booleanOf(value: Value, what: string, otherwise: boolean): boolean {
  const text = optionalTextOf(value, what);
  return text === undefined ? otherwise : text === 'true' || text === 'enable';
}

/**
 * Id in the model of the component that a value names, be it by its id, its ARN or its DNS name.
 *
 * @throws UnresolvedError when it is none of the types, or lies outside of the templates
 */
export function idOf(value: Value, what: string, ...types: readonly string[]): string {
  const id = optionalIdOf(value, what, ...types);
  if (id === undefined) throw new UnresolvedError(`${what} is not given`);
  return id;
}

/** As `idOf`, of a property that may be absent. @throws UnresolvedError */
export function optionalIdOf(value: Value, what: string, ...types: readonly string[]): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const found = isReference(value) || isText(value) ? references(value).filter((item) => names(item, types)) : [];
  const [{ id } = { id: undefined }, ...others] = found;
  if (id !== undefined && others.every((other) => other.id === id)) return id;
  throw unresolved(value, what);
}

/** Whether a reference says which component is meant, and not what its address is. */
function names({ type, attribute = '' }: Reference, types: readonly string[]): boolean {
  return types.includes(type) && !/(Ip|IpAddress|Port)$/.test(attribute);
}

/** Ids of a list. @throws UnresolvedError */
export function idsOf(value: Value, what: string, ...types: readonly string[]): readonly string[] {
  return listOf(value, what).map((item) => idOf(item, what, ...types));
}

/** A policy document or anything else as plain JSON, in which a reference is the id of its component. */
export function plainOf(value: Value): unknown {
  if (isUnknown(value)) return `unknown: ${value.why}`;
  if (isReference(value)) return value.id;
  if (isText(value)) return value.parts.map((part) => (typeof part === 'string' ? part : part.id)).join('');
  if (isList(value)) return value.map(plainOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)]));
}

/** A string in which a reference is the id of its component, as for ARNs. @throws UnresolvedError */
export function printed(value: Value, what: string): string {
  const plain = plainOf(value);
  if (typeof plain !== 'string' || isUnknown(value)) throw unresolved(value, what);
  return plain;
}

/** Ids of all components that the properties of a resource refer to. */
export function idsIn({ properties }: Resource): readonly string[] {
  return [...new Set(references(properties).map(({ id }) => id))];
}

function unresolved(value: Value, what: string): UnresolvedError {
  const why = firstUnknown(value)?.why ?? (typeof value === 'string' ? `${value} is not in the templates` : undefined);
  return new UnresolvedError(`${what} cannot be resolved${why === undefined ? '' : `: ${why}`}`, value);
}
