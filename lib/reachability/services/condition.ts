import { isSameResource } from './sharing';

/** What VPC Lattice knows of a request when it evaluates an auth policy. */
export interface AuthRequest {
  /** Whether it bears a signature of AWS; if not the caller is anonymous. */
  readonly signed: boolean;
  /** Of the client's VPC, and so of a caller who signs. */
  readonly account: string | undefined;
  readonly vpcId: string | undefined;
  readonly port: number | undefined;
  readonly serviceNetworkId: string;
  readonly serviceId: string;
}

/** `some`: it depends on what the client chooses to send, such as a path. */
export type Answer = 'yes' | 'no' | 'some' | 'unknown';

/** Of several conditions that all have to hold. */
export function all(answers: readonly Answer[]): Answer {
  for (const answer of ['no', 'unknown', 'some'] as const) if (answers.includes(answer)) return answer;
  return 'yes';
}

/**
 * Whether a request satisfies the Condition of a statement.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html#auth-policies-condition-keys
 */
export function satisfies(condition: unknown, request: AuthRequest): Answer {
  if (condition === undefined) return 'yes';
  if (!isRecord(condition)) return 'unknown';
  return all(
    Object.entries(condition).flatMap(([operator, keys]) =>
      isRecord(keys)
        ? Object.entries(keys).map(([key, values]) => test(operator, key.toLowerCase(), asList(values), request))
        : ['unknown' as const],
    ),
  );
}

/** A value of a policy as a list of texts. */
export function asList(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Whether a value of a policy has keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a text matches a pattern with `*` and `?`. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

function test(operator: string, key: string, wanted: readonly string[], request: AuthRequest): Answer {
  const value = valueOfKey(key, request);
  const [, base = operator, ifExists] =
    /^(?:ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? ([] as readonly string[]);
  if (value === 'chosen') return 'some';
  if (value === 'unknown') return 'unknown';
  if (base === 'Null') return wanted.includes(String(value === 'absent')) ? 'yes' : 'no';
  const compare = comparisons[base.replace('Not', '')];
  if (!compare) return 'unknown';
  const negative = base.includes('Not');
  if (value === 'absent') return negative || ifExists ? 'yes' : 'no';
  return wanted.some((candidate) => compare(candidate, value.is)) === negative ? 'no' : 'yes';
}

const equal = (wanted: string, is: string): boolean => wanted === is;
const sameResource = (wanted: string, is: string): boolean => matches(wanted, is) || isSameResource(wanted, is);

const comparisons: Readonly<Record<string, (wanted: string, is: string) => boolean>> = {
  StringEquals: (wanted, is) => equal(wanted, is) || (is.includes('/') && isSameResource(wanted, is)),
  StringEqualsIgnoreCase: (wanted, is) => equal(wanted.toLowerCase(), is.toLowerCase()),
  StringLike: sameResource,
  ArnEquals: sameResource,
  ArnLike: sameResource,
  NumericEquals: (wanted, is) => Number(wanted) === Number(is),
  NumericLessThan: (wanted, is) => Number(is) < Number(wanted),
  NumericLessThanEquals: (wanted, is) => Number(is) <= Number(wanted),
  NumericGreaterThan: (wanted, is) => Number(is) > Number(wanted),
  NumericGreaterThanEquals: (wanted, is) => Number(is) >= Number(wanted),
};

type Value = { readonly is: string } | 'absent' | 'chosen' | 'unknown';

function valueOfKey(key: string, request: AuthRequest): Value {
  const known = (value: string | number | undefined): Value =>
    value === undefined ? 'unknown' : { is: String(value) };
  if (/^vpc-lattice-svcs:request(method|path|header\/.*|querystring\/.*)$/.test(key)) return 'chosen';
  switch (key) {
    case 'vpc-lattice-svcs:sourcevpc':
      return known(request.vpcId);
    case 'vpc-lattice-svcs:sourcevpcowneraccount':
      return known(request.account);
    case 'vpc-lattice-svcs:port':
      return known(request.port);
    case 'vpc-lattice-svcs:servicenetworkarn':
      return known(request.serviceNetworkId);
    case 'vpc-lattice-svcs:servicearn':
      return known(request.serviceId);
    case 'aws:principaltype':
      return known(request.signed ? 'AssumedRole' : 'Anonymous');
    case 'aws:principalaccount':
      return request.signed ? known(request.account) : 'absent';
    default:
      return key.startsWith('aws:principal') && !request.signed ? 'absent' : 'unknown';
  }
}
