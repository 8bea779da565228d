import type { Context } from './context';
import { isList, isObject, isReference, isText, isUnknown, partsOf, type Unknown, unknown, type Value } from './value';

/** The truth of a condition expression, or why it cannot be told. */
export function evaluateCondition(expression: unknown, context: Context): boolean | Unknown {
  if (typeof expression === 'boolean') return expression;
  if (typeof expression !== 'object' || expression === null) return unknown('no condition');
  const [[name, argument] = ['', undefined]] = Object.entries(expression);
  const operands: readonly unknown[] = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Condition':
      return context.condition(String(argument));
    case 'Fn::Equals':
      return equal(context.resolve(operands[0]), context.resolve(operands[1]));
    case 'Fn::And':
      return combine(operands, false, context);
    case 'Fn::Or':
      return combine(operands, true, context);
    case 'Fn::Not': {
      const inner = evaluateCondition(operands[0], context);
      return isUnknown(inner) ? inner : !inner;
    }
    default:
      return unknown(`${name} is no condition function`);
  }
}

/** One operand equal to `decisive` decides; otherwise an unknown one makes all unknown. */
function combine(operands: readonly unknown[], decisive: boolean, context: Context): boolean | Unknown {
  const values = operands.map((operand) => evaluateCondition(operand, context));
  if (values.includes(decisive)) return decisive;
  return values.find((value) => typeof value !== 'boolean') ?? !decisive;
}

function equal(one: Value, other: Value): boolean | Unknown {
  if (isUnknown(one)) return one;
  if (isUnknown(other)) return other;
  if (typed(one) || typed(other)) {
    return keyOf(one) === keyOf(other) || unknown('what AWS will choose is compared', one, other);
  }
  if (isList(one) || isObject(one)) return JSON.stringify(one) === JSON.stringify(other);
  return String(one) === String(other);
}

const typed = (value: Value): boolean => isReference(value) || isText(value);

function keyOf(value: Value): string {
  return JSON.stringify(
    partsOf(value)?.map((part) => (typeof part === 'string' ? part : [part.id, part.attribute ?? null])),
  );
}
