import { AUDIENCE, ISSUER } from './delivery';
import type { Claims } from './trust-policy';

/** A repository and a branch, and how its tokens name the repository. */
export interface Origin {
  readonly owner: string;
  readonly name: string;
  readonly branch: string;
  /** `owner/name`, or `owner@1/name@2` where the repository's tokens have numbers. */
  readonly subject: string;
}

/** A token that GitHub, or nobody, would issue. */
export interface Token {
  /** Whose it is. */
  readonly of: string;
  readonly issuer: string;
  readonly claims: Claims;
}

const token = (of: string, sub: string, others: Claims = {}): Token => ({
  of,
  issuer: ISSUER,
  claims: { aud: AUDIENCE, sub, ...others },
});

/** The token of a workflow run of the branch. */
export function ownToken({ subject, branch }: Origin): Token {
  return token('a run of the branch', `repo:${subject}:ref:refs/heads/${branch}`);
}

/**
 * Tokens of everybody else, and attempts that look like the right one.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function strangers({ owner, name, branch, subject }: Origin): readonly Token[] {
  const ref = `ref:refs/heads/${branch}`;
  const own = `repo:${subject}:${ref}`;
  const { aud: _, ...withoutAudience } = token('', own).claims;
  const { sub: __, ...withoutSubject } = token('', own).claims;
  const otherFormat = subject.includes('@') ? `${owner}/${name}` : `${owner}@1/${name}@2`;
  return [
    token('another repository of the owner', `repo:${owner}/another:${ref}`),
    token('a repository whose name goes on', `repo:${subject}-2:${ref}`),
    token('a repository whose name ends like it', `repo:${owner}/a-${name}:${ref}`),
    token('a fork', `repo:stranger/${name}:${ref}`),
    token('an owner whose name ends like it', `repo:not-${subject}:${ref}`),
    token('an owner whose name goes on', `repo:${owner}-2/${name}:${ref}`),
    token('a repository that took the name over', `repo:${owner}@666/${name}@666:${ref}`),
    token('the other format of the subject', `repo:${otherFormat}:${ref}`),
    token('another branch', `repo:${subject}:ref:refs/heads/feature`),
    token('a branch whose name goes on', `${own}-2`),
    token('a branch below it', `${own}/feature`),
    token('a branch that ends like it', `repo:${subject}:ref:refs/heads/feature/${branch}`),
    token('a tag with the name of the branch', `repo:${subject}:ref:refs/tags/${branch}`),
    token('a pull request, a fork among them', `repo:${subject}:pull_request`),
    token('a job in an environment', `repo:${subject}:environment:production`),
    token('an environment with the name of the branch', `repo:${subject}:environment:${branch}`),
    token('a merge queue', `repo:${subject}:ref:refs/heads/gh-readonly-queue/${branch}/pr-1`),
    token('the repository alone', `repo:${subject}`),
    token('a wildcard for the owner', `repo:*/${name}:${ref}`),
    token('a wildcard for the repository', `repo:${owner}/*:${ref}`),
    token('a wildcard for the branch', `repo:${subject}:*`),
    token('a wildcard', '*'),
    token('nothing', ''),
    token('another audience', own, { aud: `https://github.com/${owner}` }),
    token('an audience that begins like it', own, { aud: `${AUDIENCE}.cn` }),
    { of: 'nobody in particular: no audience', issuer: ISSUER, claims: withoutAudience },
    { of: 'nobody in particular: no subject', issuer: ISSUER, claims: withoutSubject },
    { of: 'another issuer', issuer: 'token.actions.example.com', claims: { aud: AUDIENCE, sub: own } },
  ];
}
