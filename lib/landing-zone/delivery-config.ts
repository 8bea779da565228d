/** Whose workflow may push images, and which branch is deployed. */
export interface DeliveryConfig {
  /** The GitHub repository, `owner/name`. Argo CD reads it without credentials, so it has to be public. */
  readonly repository: string;

  /** The one branch whose workflow runs may push, and which Argo CD follows. */
  readonly branch: string;

  /**
   * Numbers of the owner and the repository. GitHub puts them into the tokens of repositories that were created, renamed
   * or transferred since 15 July 2026, `repo:owner@1/name@2:...`, so that nobody who takes over a name gets its access:
   * `gh api repos/OWNER/NAME/actions/oidc/customization/sub`.
   *
   * @default - the tokens of the repository have names only
   * @see https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
   */
  readonly ids?: { readonly owner: number; readonly repository: number };

  /** The account has the identity provider of GitHub already; there can be one only. @default false */
  readonly existingProvider?: boolean;
}

/**
 * What a clone begins with. GitHub gives nobody a name with two hyphens in a row, so a stack that is deployed as it is
 * trusts no stranger.
 */
export const DEFAULT_DELIVERY: DeliveryConfig = { repository: 'owner--to-be-named/devops-take-home', branch: 'main' };

/** https://docs.github.com/en/get-started/using-git/dealing-with-special-characters-in-branch-and-tag-names */
const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/;
/** An owner has 39 characters at most, a repository 100. A `*` or `?` would be a wildcard in a policy. */
const REPOSITORY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/;

/** One line for each problem: `property: limit, got: what was received`. */
export function deliveryProblems({ repository, branch, ids }: DeliveryConfig): readonly string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, property: string, limit: string, got: unknown): void => {
    if (!holds) problems.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  demand(REPOSITORY.test(repository), 'repository', 'owner/name of one repository, without wildcard', repository);
  const isBranch =
    BRANCH.test(branch) && !branch.includes('..') && !branch.endsWith('/') && !branch.startsWith('refs/');
  demand(isBranch, 'branch', 'the name of one branch, without wildcard and refs/', branch);
  for (const [property, id] of Object.entries(ids ?? {})) {
    demand(Number.isSafeInteger(id) && id > 0, `ids.${property}`, 'a whole number above 0', id);
  }
  return problems;
}

/**
 * The `sub` of the tokens that GitHub gives to workflow runs of the branch.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function subjectOf({ repository, branch, ids }: DeliveryConfig): string {
  const [owner, name] = repository.split('/');
  const subject = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
  return `repo:${subject}:ref:refs/heads/${branch}`;
}
