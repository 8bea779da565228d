import { createHash } from 'node:crypto';
import jsonata, { type Expression } from 'jsonata';

/** An expression fails, or has no value, which JSON could not tell. Step Functions calls it so. */
export class QueryEvaluationError extends Error {
  override readonly name = 'States.QueryEvaluationError';
}

/** Values by name, without the dollar: `states` is what a state is given, the others are variables. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * Evaluates every `{% expression %}` in a field of a state, by the library whose version Step Functions implements.
 *
 * @param now milliseconds since 1970, for `$millis()`
 * @throws QueryEvaluationError
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export async function evaluate(field: unknown, bindings: Bindings, now: number): Promise<unknown> {
  if (Array.isArray(field)) return Promise.all(field.map((item) => evaluate(item, bindings, now)));
  if (typeof field === 'object' && field !== null) {
    const entries = Object.entries(field).map(async ([key, child]) => [key, await evaluate(child, bindings, now)]);
    return Object.fromEntries(await Promise.all(entries)) as unknown;
  }
  if (typeof field !== 'string') return field;
  const [, text] = /^\{%([\s\S]*)%\}$/.exec(field) ?? [];
  return text === undefined ? field : query(text.trim(), bindings, now);
}

async function query(text: string, bindings: Bindings, now: number): Promise<unknown> {
  let value: unknown;
  try {
    value = await expressionOf(text).evaluate(undefined, { ...bindings, ...functions(now) });
  } catch (error) {
    throw new QueryEvaluationError(`${text}: ${messageOf(error)}`);
  }
  if (value === undefined) throw new QueryEvaluationError(`${text}: it has no value`);
  return value;
}

const expressions = new Map<string, Expression>();

function expressionOf(text: string): Expression {
  const known = expressions.get(text);
  if (known) return known;
  const expression = jsonata(text);
  expressions.set(text, expression);
  return expression;
}

/** What differs from the library: time is the clock's, `$hash` is there, and `$eval` is not. */
const functions = (now: number): Bindings => ({ millis: () => now, hash, eval: undefined });

/** Those of `$hash`, which Step Functions adds. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
const algorithms: readonly string[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

function hash(text: unknown, algorithm: unknown): string {
  if (typeof text !== 'string' || typeof algorithm !== 'string' || !algorithms.includes(algorithm)) {
    throw new QueryEvaluationError('$hash takes a text and an algorithm');
  }
  return createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex');
}

/** The library's errors are plain objects. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
