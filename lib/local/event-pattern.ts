/** An event pattern, as in the `EventPattern` of a rule. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** The pattern uses something that EventBridge does not document. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether an event matches a pattern.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws InvalidPatternError
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return asArray(wanted).some((branch) => matchesPattern(branch as EventPattern, event));
    const value = isObject(event) && Object.hasOwn(event, field) ? event[field] : undefined;
    if (Array.isArray(wanted)) return wanted.some((matcher) => matchesField(matcher, value));
    if (!isObject(wanted)) throw new InvalidPatternError(`${field} must be an object or an array`);
    // A field may be absent below when the pattern asks for that; an array matches when one of its objects does.
    if (Array.isArray(value)) return value.some((element) => matchesPattern(wanted, element));
    return matchesPattern(wanted, value);
  });
}

function matchesField(matcher: unknown, value: unknown): boolean {
  if (isObject(matcher) && 'exists' in matcher) return matcher.exists === (value !== undefined && !isObject(value));
  if (value === undefined || isObject(value)) return false;
  return Array.isArray(value) ? value.some((element) => matchesLeaf(matcher, element)) : matchesLeaf(matcher, value);
}

function matchesLeaf(matcher: unknown, value: unknown): boolean {
  if (!isObject(matcher)) return matcher === value;
  const [operator = '', operand] = Object.entries(matcher)[0] ?? [];
  switch (operator) {
    case 'prefix':
      return compareText(operand, value, (text, part) => text.startsWith(part));
    case 'suffix':
      return compareText(operand, value, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return compareText({ [operator]: operand }, value, (text, part) => text === part);
    case 'wildcard':
      return compareText(operand, value, matchesWildcard);
    case 'numeric':
      return typeof value === 'number' && matchesNumeric(asArray(operand), value);
    case 'anything-but':
      return !anythingOf(operand).some((excluded) => matchesLeaf(excluded, value));
    default:
      throw new InvalidPatternError(`unknown operator: ${operator}`);
  }
}

/** The matchers that `anything-but` excludes: `'a'`, `['a', 'b']`, `{ prefix: 'a' }` or `{ prefix: ['a', 'b'] }`. */
function anythingOf(operand: unknown): unknown[] {
  if (!isObject(operand)) return asArray(operand);
  return Object.entries(operand).flatMap(([operator, parts]) => asArray(parts).map((part) => ({ [operator]: part })));
}

function compareText(operand: unknown, value: unknown, compare: (text: string, part: string) => boolean): boolean {
  const part = isObject(operand) ? operand['equals-ignore-case'] : operand;
  if (typeof part !== 'string') throw new InvalidPatternError(`not a text: ${JSON.stringify(operand)}`);
  if (typeof value !== 'string') return false;
  return isObject(operand) ? compare(value.toLowerCase(), part.toLowerCase()) : compare(value, part);
}

function matchesWildcard(text: string, wildcard: string): boolean {
  const parts = [...wildcard.matchAll(/\\[*\\]|\*|[^*\\]+|\\/g)].map(([part]) =>
    part === '*' ? '.*' : part.replace(/^\\(?=[*\\])/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${parts.join('')}$`, 's').test(text);
}

function matchesNumeric(comparison: readonly unknown[], value: number): boolean {
  for (let index = 0; index < comparison.length; index += 2) {
    const limit = Number(comparison[index + 1]);
    const holds = {
      '=': value === limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    };
    const operator = comparison[index];
    if (typeof operator !== 'string' || !Object.hasOwn(holds, operator)) {
      throw new InvalidPatternError(`unknown comparison: ${String(operator)}`);
    }
    if (!holds[operator as keyof typeof holds]) return false;
  }
  return true;
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
