/** The claims of a token that IAM can ask for, such as `{ sub: '...', aud: '...' }`. */
export type Claims = Readonly<Record<string, string | readonly string[]>>;

/** A trust policy, as it stands in a template. */
export interface TrustPolicy {
  readonly Statement: readonly TrustStatement[];
}

/** A statement of it. A condition is operator -> key -> values. */
export interface TrustStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Something in a policy that this evaluator does not know, and therefore does not judge. */
export class UnknownPolicyElementError extends Error {
  override readonly name = 'UnknownPolicyElementError';
}

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/**
 * Operators with one key of one value: whether a value is one of those that the policy names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, (value: string, named: string) => boolean>> = {
  StringEquals: (value, named) => value === named,
  StringEqualsIgnoreCase: (value, named) => value.toLowerCase() === named.toLowerCase(),
  StringLike: (value, named) => patternOf(named).test(value),
};

/** The same where they are negated: a key that is absent is then no reason to refuse. */
const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
};

/**
 * Whether a policy lets the holder of a token become the role.
 *
 * @param issuer host of the provider: the prefix of the condition keys
 * @throws UnknownPolicyElementError on an operator or a key that it does not know
 */
export function admits({ Statement }: TrustPolicy, issuer: string, claims: Claims): boolean {
  const matching = Statement.filter((statement) => concerns(statement) && conditionsHold(statement, issuer, claims));
  for (const { Effect } of matching) {
    if (Effect !== 'Allow' && Effect !== 'Deny') throw new UnknownPolicyElementError(`the effect ${Effect}`);
  }
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

function concerns(statement: TrustStatement): boolean {
  for (const element of ['NotAction', 'NotPrincipal']) {
    if (element in statement) throw new UnknownPolicyElementError(`the element ${element}`);
  }
  return [statement.Action].flat().some((action) => patternOf(action).test(ACTION));
}

/** All operators and all keys have to hold; of the values of a key, one. */
function conditionsHold({ Condition = {} }: TrustStatement, issuer: string, claims: Claims): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, named]) =>
      conditionHolds(operator, claimOf(key, issuer, claims), [named].flat()),
    ),
  );
}

function conditionHolds(operator: string, value: string | readonly string[] | undefined, named: readonly string[]) {
  const set = /^(ForAllValues|ForAnyValue):(.+)$/.exec(operator);
  if (set) {
    const [, quantifier, inner = ''] = set;
    const compare = comparison(inner);
    const values = value === undefined ? [] : [value].flat();
    const one = (each: string): boolean => named.some((text) => compare(each, text));
    // True also for no value at all: without a second condition it asks nothing of a token that lacks the claim.
    return quantifier === 'ForAllValues' ? values.every(one) : values.some(one);
  }
  const ifExists = operator.endsWith('IfExists');
  const base = operator.replace(/IfExists$/, '');
  const isNegated = base in negated;
  const compare = comparison(negated[base] ?? base);
  if (value === undefined) return ifExists || isNegated;
  const matches = [value].flat().some((each) => named.some((text) => compare(each, text)));
  return matches !== isNegated;
}

function comparison(operator: string): (value: string, named: string) => boolean {
  const found = operators[operator];
  if (!found) throw new UnknownPolicyElementError(`the condition operator ${operator}`);
  return found;
}

/** Keys do not know upper and lower case, values do. */
function claimOf(key: string, issuer: string, claims: Claims): string | readonly string[] | undefined {
  const [prefix, claim = ''] = key.toLowerCase().split(/:(.*)/s);
  if (prefix !== issuer) throw new UnknownPolicyElementError(`the condition key ${key}`);
  return claims[claim];
}

/** `*` is any text, `?` is any one character. */
function patternOf(text: string): RegExp {
  const escaped = text
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's');
}
