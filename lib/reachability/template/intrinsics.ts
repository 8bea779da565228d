import { attributeOf } from './attributes';
import { evaluateCondition } from './conditions';
import { type Context, resourceOf, type World } from './context';
import { importValue, stackOutput } from './imports';
import { collectionFunctions } from './intrinsics-collections';
import { textFunctions } from './intrinsics-text';
import { parameterOf } from './parameters';
import { pseudoParameter } from './pseudo-parameters';
import { componentId, type Stack } from './stack';
import { firstUnknown, isUnknown, reference, unknown, type Value } from './value';

/** An intrinsic function: its argument as it stands in the template, and what it can see. */
export type IntrinsicFunction = (argument: unknown, context: Context) => Value;

// Deeper than any template; what gets there goes round in circles.
const DEEPEST = 200;

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
  let depth = 0;
  const context: Context = {
    stack,
    world,
    resolve: (expression) => {
      if (depth > DEEPEST) return unknown('a circular reference');
      depth++;
      try {
        return evaluate(expression, context);
      } finally {
        depth--;
      }
    },
    condition: (name) => {
      const expression = stack.template.Conditions?.[name];
      if (expression === undefined) return unknown(`there is no condition ${name}`);
      if (depth > DEEPEST) return unknown('a circular condition');
      depth++;
      try {
        return evaluateCondition(expression, context);
      } finally {
        depth--;
      }
    },
  };
  return context;
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
