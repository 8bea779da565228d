import type { LatticeService, ServiceNetwork, Vpc } from '../../reachability/model';

/** What an auth policy says to a request that nobody signed, as the lab's are. */
export type Decision = 'allow' | 'deny' | 'unknown';

/**
 * Whether a service or service network of VPC Lattice takes unsigned requests that come from a VPC. Everything that an
 * unsigned packet does not tell is unknown.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
 */
export function decideUnsigned({ authType, authPolicy }: ServiceNetwork | LatticeService, vpc: Vpc): Decision {
  if (authType === 'NONE') return 'allow';
  const matches = (authPolicy?.Statement ?? []).map((statement) => ({
    effect: statement.Effect,
    match: matchStatement(statement, vpc),
  }));
  const found = (effect: string, match: Match): boolean =>
    matches.some((each) => each.effect === effect && each.match === match);
  if (found('Deny', 'yes')) return 'deny';
  if (found('Deny', 'unknown')) return 'unknown';
  if (found('Allow', 'yes')) return 'allow';
  return found('Allow', 'unknown') ? 'unknown' : 'deny';
}

type Match = 'yes' | 'no' | 'unknown';

function matchStatement(statement: Readonly<Record<string, unknown>>, vpc: Vpc): Match {
  const { Principal, Action, Resource, Condition, NotPrincipal, NotAction, NotResource } = statement;
  if (NotPrincipal !== undefined || NotAction !== undefined || NotResource !== undefined) return 'unknown';
  const principals = texts(
    typeof Principal === 'object' && Principal !== null && 'AWS' in Principal ? Principal.AWS : Principal,
  );
  if (!principals.includes('*')) return 'no';
  if (!['*', 'vpc-lattice-svcs:*', 'vpc-lattice-svcs:Invoke'].some((action) => texts(Action).includes(action)))
    return 'no';
  return all([
    texts(Resource).includes('*') ? 'yes' : 'unknown',
    ...Object.entries((Condition ?? {}) as Readonly<Record<string, unknown>>).map(([operator, keys]) =>
      matchOperator(operator, keys, vpc),
    ),
  ]);
}

function matchOperator(operator: string, keys: unknown, vpc: Vpc): Match {
  const negated = operator === 'StringNotEquals';
  if (!negated && operator !== 'StringEquals') return 'unknown';
  return all(
    Object.entries(keys as Readonly<Record<string, unknown>>).map(([key, wanted]): Match => {
      const value = key === 'vpc-lattice-svcs:SourceVpc' ? vpc.id : key === OWNER ? vpc.account : undefined;
      if (value === undefined) return 'unknown';
      return texts(wanted).includes(value) === negated ? 'no' : 'yes';
    }),
  );
}

const OWNER = 'vpc-lattice-svcs:SourceVpcOwnerAccount';

const all = (matches: readonly Match[]): Match =>
  matches.includes('no') ? 'no' : matches.includes('unknown') ? 'unknown' : 'yes';

const texts = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
