import type { Context } from './context';
import { isObject, unknown, type Value } from './value';

/** The value of a parameter, or `none` where the stack has no parameter of that name. */
export function parameterOf(name: string, { stack, world }: Context): Value | 'none' {
  const parameter = stack.template.Parameters?.[name];
  if (!parameter) return 'none';
  const type = parameter.Type ?? 'String';
  const given = stack.parent ? fromParent(name, stack.parent, world) : undefined;
  const value = given ?? plain(parameter.Default);
  if (value === undefined) return unknown(`parameter ${name} of ${stack.id} has no default`);
  if (type.startsWith('AWS::SSM::Parameter')) return unknown(`parameter ${name} of ${stack.id} is read from SSM`);
  return typeof value === 'string' && /List/.test(type) ? value.split(',').map((item) => item.trim()) : value;
}

function fromParent(
  name: string,
  { stack, logicalId }: NonNullable<Context['stack']['parent']>,
  world: Context['world'],
): Value {
  const given = world.of(stack).resolve(stack.template.Resources?.[logicalId]?.Properties?.Parameters);
  return isObject(given) ? given[name] : undefined;
}

function plain(value: unknown): string | number | boolean | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
