import type { Filter, Scope } from './tag-policy';

/** What the scope of a policy is asked about; an empty string is a fact that is not known. */
export interface ScopeFacts {
  /** IAM service prefix. */
  readonly service: string;
  readonly accountId: string;
  /** Name of the role or user that made the call. */
  readonly role: string;
  readonly region: string;
}

/**
 * Tells why something is out of scope. An unknown fact is never a member: it fails an `include`, it passes an `exclude`.
 *
 * @returns one sentence, or undefined for what is in scope
 */
export function outOfScope(scope: Scope | undefined, facts: ScopeFacts): string | undefined {
  return (
    reason('service', scope?.services, facts.service) ??
    reason('account', scope?.accounts, facts.accountId) ??
    reason('role', scope?.roles, facts.role) ??
    reason('Region', scope?.regions, facts.region)
  );
}

function reason(what: string, filter: Filter | undefined, value: string): string | undefined {
  const name = value === '' ? 'that is not known' : value;
  if (filter?.include !== undefined && !filter.include.includes(value)) return `The ${what} ${name} is not in scope.`;
  if (filter?.exclude?.includes(value)) return `The ${what} ${name} is excluded from the scope.`;
  return undefined;
}
