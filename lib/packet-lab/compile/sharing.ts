import type { Component } from '../../reachability/model';
import type { ComponentType } from '../../reachability/verdict';
import type { Draft, Loser } from './draft';
import type { Network } from './network';

/**
 * Why an account may not use what another one owns; nothing where a resource share of AWS RAM names both.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/sharing.html
 */
export function notShared(
  draft: Draft,
  { model }: Network,
  resource: Component,
  type: ComponentType,
  account: string | undefined,
): Loser | undefined {
  if (resource.account === undefined || account === undefined || resource.account === account) return undefined;
  const isIt = (id: string): boolean =>
    id === resource.id || id.endsWith(`/${resource.id}`) || resource.id.endsWith(`/${id}`);
  const shares = model.resourceShares.filter(({ resourceIds }) => resourceIds.some(isIt));
  const principals = shares.flatMap((share) => share.principals);
  if (principals.some((principal) => accountOf(principal) === account)) return undefined;
  if (principals.some((principal) => principal.includes(':organizations:'))) {
    const reason = `whether account ${account} belongs to the organization`;
    draft.notModelled.push({ component: resource.id, reason, touches: [resource.id] });
    return undefined;
  }
  const reason = `${resource.id} is not shared with account ${account}`;
  const [share] = shares;
  return share ? { component: share.id, type: 'resource-share', reason } : { component: resource.id, type, reason };
}

/** The account that a principal belongs to: twelve digits, or an ARN of IAM. */
export function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]*:iam::)?(\d{12})(?::.*)?$/.exec(principal)?.[1];
}
