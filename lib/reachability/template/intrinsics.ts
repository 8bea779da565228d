import { attributeOf } from './attributes';
import { evaluateCondition } from './conditions';
import { type Context, resourceOf, type World } from './context';
import { importValue, stackOutput } from './imports';
import { collectionFunctions } from './intrinsics-collections';
import { textFunctions } from './intrinsics-text';
import { parameterOf } from './parameters';
import { pseudoParameter } from './pseudo-parameters';
import { componentId, type Stack } from './stack';
import { firstUnknown, isUnknown, reference, type Unknown, unknown, type Value } from './value';

/** An intrinsic function: its argument as it stands in the template, and what it can see. */
export type IntrinsicFunction = (argument: unknown, context: Context) => Value;

/** All stacks with their expressions ready to be resolved. */
export function createWorld(stacks: readonly Stack[]): World {
  const contexts = new Map<Stack, Context>();
  const nested = new Map(
    stacks.flatMap((stack) => (stack.parent ? [[keyOf(stack.parent.stack, stack.parent.logicalId), stack]] : [])),
  );
  const world: World = {
    stacks,
    of: (stack) => {
      const context = contexts.get(stack) ?? createContext(stack, world);
      contexts.set(stack, context);
      return context;
    },
    nested: (stack, logicalId) => nested.get(keyOf(stack, logicalId)),
    elasticIps: elasticIps(stacks),
  };
  return world;
}

const keyOf = (stack: Stack, logicalId: string): string => componentId(stack, logicalId);

function createContext(stack: Stack, world: World): Context {
  // Each expression is evaluated once: one that refers to itself twice would otherwise double at every turn.
  const values = once<object, Value>(unknown('a circular reference'));
  const conditions = once<string, boolean | Unknown>(unknown('a circular condition'));
  const context: Context = {
    stack,
    world,
    resolve: (expression) => {
      if (typeof expression !== 'object' || expression === null) return evaluate(expression, context);
      return values(expression, () => evaluate(expression, context));
    },
    condition: (name) => {
      const expression = stack.template.Conditions?.[name];
      if (expression === undefined) return unknown(`there is no condition ${name}`);
      return conditions(name, () => evaluateCondition(expression, context));
    },
  };
  return context;
}

/** Remembers what was computed for a key; while it is being computed, it is `meanwhile`. */
function once<K, V>(meanwhile: V): (key: K, compute: () => V) => V {
  const known = new Map<K, V>();
  return (key, compute) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as V;
    known.set(key, meanwhile);
    const value = compute();
    known.set(key, value);
    return value;
  };
}

const functions: Readonly<Record<string, IntrinsicFunction>> = {
  ...textFunctions,
  ...collectionFunctions,
  Ref: (name, context) => (typeof name === 'string' ? ref(name, context) : unknown('a Ref without a name')),
  'Fn::GetAtt': getAtt,
  'Fn::ImportValue': importValue,
  'Fn::GetStackOutput': stackOutput,
  'Fn::If': (argument, context) => {
    const [name, yes, no] = Array.isArray(argument) ? argument : [];
    const condition = context.condition(String(name));
    if (isUnknown(condition)) return unknown(condition.why, context.resolve(yes), context.resolve(no));
    return context.resolve(condition ? yes : no);
  },
};

function evaluate(expression: unknown, context: Context): Value {
  if (Array.isArray(expression)) return expression.map(context.resolve).filter((item) => item !== undefined);
  if (typeof expression === 'string') {
    return expression.includes('{{resolve:') ? unknown(`a dynamic reference, ${expression}`) : expression;
  }
  if (typeof expression !== 'object' || expression === null) return plain(expression);
  const entries = Object.entries(expression);
  const [[name, argument] = ['', undefined]] = entries;
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return functions[name]?.(argument, context) ?? unresolved(name, argument, context);
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, context.resolve(item)]).filter(([, item]) => item !== undefined),
  );
}

/** A function may rightly come to nothing (AWS::NoValue), which is not the same as one that nobody knows. */
function unresolved(name: string, argument: unknown, context: Context): Value {
  return name in functions ? undefined : unknown(`${name} is not evaluated`, context.resolve(argument));
}

function plain(expression: unknown): Value {
  return typeof expression === 'number' || typeof expression === 'boolean' ? expression : undefined;
}

function ref(name: string, context: Context): Value {
  if (name.startsWith('AWS::')) return pseudoParameter(name, context.stack);
  const parameter = parameterOf(name, context);
  if (parameter !== 'none') return parameter;
  const resource = resourceOf(context, name);
  if (!resource) return unknown(`${context.stack.id} has no ${name}`);
  return attributeOf({ resource, logicalId: name, attribute: undefined }, context);
}

function getAtt(argument: unknown, context: Context): Value {
  const [logicalId, ...attribute] =
    typeof argument === 'string' ? argument.split('.') : Array.isArray(argument) ? argument : [];
  const names = attribute.map((part) => context.resolve(part));
  const resource = resourceOf(context, String(logicalId));
  if (!resource) return unknown(`${context.stack.id} has no ${String(logicalId)}`);
  if (!names.every((name) => typeof name === 'string')) {
    const why = firstUnknown(names)?.why ?? 'an attribute whose name AWS chooses';
    return unknown(why, reference(componentId(context.stack, String(logicalId)), resource.Type));
  }
  return attributeOf({ resource, logicalId: String(logicalId), attribute: names.join('.') }, context);
}

/** RFC 5737's TEST-NET-2 stands for the addresses that AWS would choose. */
function elasticIps(stacks: readonly Stack[]): ReadonlyMap<string, string> {
  const ids = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {})
      .filter(([, { Type }]) => Type === 'AWS::EC2::EIP')
      .map(([logicalId]) => componentId(stack, logicalId)),
  );
  return new Map(ids.map((id, index) => [id, `198.51.${100 + Math.floor(index / 254)}.${1 + (index % 254)}`]));
}
