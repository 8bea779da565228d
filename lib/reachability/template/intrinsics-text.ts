import type { Context } from './context';
import type { IntrinsicFunction } from './intrinsics';
import { toJson } from './json-text';
import { concatenate, isList, isObject, isUnknown, partsOf, type Reference, unknown, type Value } from './value';

/** Intrinsic functions that make strings, or take them apart. */
export const textFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Join': (argument, context) => {
    const [delimiter, items] = pair(argument, context);
    if (!isList(items)) return isUnknown(items) ? items : unknown('Fn::Join without a list', items);
    return concatenate(items.flatMap((item, index) => (index === 0 ? [item] : [delimiter, item])));
  },
  'Fn::Split': (argument, context) => {
    const [delimiter, text] = pair(argument, context);
    return typeof delimiter === 'string' ? split(delimiter, text) : unknown('Fn::Split without a delimiter', text);
  },
  'Fn::Sub': substitute,
  'Fn::Base64': (argument, context) => {
    const text = context.resolve(argument);
    return typeof text === 'string'
      ? Buffer.from(text).toString('base64')
      : unknown('Base64 of what AWS chooses', text);
  },
  'Fn::ToJsonString': (argument, context) => toJson(context.resolve(argument)),
};

function pair(argument: unknown, context: Context): readonly [Value, Value] {
  const [first, second] = Array.isArray(argument) ? argument : [];
  return [context.resolve(first), context.resolve(second)];
}

function split(delimiter: string, text: Value): Value {
  const parts = partsOf(text);
  if (!parts || delimiter === '') return isUnknown(text) ? text : unknown('Fn::Split of what is no string', text);
  if (parts.some((part) => typeof part !== 'string' && mayHold(delimiter, part))) {
    return unknown('Fn::Split of what AWS will choose', text);
  }
  const pieces: Value[][] = [[]];
  for (const part of parts) {
    const [first, ...rest] = typeof part === 'string' ? part.split(delimiter) : [part];
    pieces.at(-1)?.push(first);
    for (const piece of rest) pieces.push([piece]);
  }
  return pieces.map(concatenate);
}

/** An id such as vpc-0123 holds only hyphens; ARNs and names hold more. */
function mayHold(delimiter: string, { type, attribute }: Reference): boolean {
  const arn = attribute?.includes('Arn') ?? /^AWS::(ElasticLoadBalancingV2|VpcLattice|RAM)::/.test(type);
  return (arn && /[:/.]/.test(delimiter)) || (attribute ?? '').includes('Name') || delimiter === '-';
}

// ${!Literal}, ${Name} or ${Resource.Attribute}
const PLACEHOLDER = /\$\{(![^}]+|[^}]+)\}/;

function substitute(argument: unknown, context: Context): Value {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return unknown('Fn::Sub without a string');
  const variables = context.resolve(given);
  const values = text.split(PLACEHOLDER).map((piece, index): Value => {
    if (index % 2 === 0) return piece;
    if (piece.startsWith('!')) return `\${${piece.slice(1)}}`;
    const name = piece.trim();
    if (isObject(variables) && name in variables) return variables[name];
    return context.resolve(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
  });
  return concatenate(values);
}
