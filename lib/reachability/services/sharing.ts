import type { Component, ResourceShare } from '../model';
import type { Network } from '../network';
import type { ComponentType } from '../verdict';
import { type Step, stopped, unjudged } from './result';

/**
 * Whether an account may use what another one owns: a resource share of AWS RAM has to name both.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/sharing.html
 */
export function sharedWith(
  network: Network,
  resource: Component,
  type: ComponentType,
  account: string | undefined,
): Step {
  if (resource.account === undefined || account === undefined || resource.account === account) return {};
  const shares = network.model.resourceShares.filter((share) => holds(share, resource));
  if (shares.some(({ principals }) => principals.some((principal) => accountOf(principal) === account))) return {};
  const [share] = shares;
  const wider = shares.find(({ principals }) => principals.some(isOrganization));
  if (wider) {
    return unjudged(wider.id, 'resource-share', `whether account ${account} belongs to ${wider.principals.join(', ')}`);
  }
  return stopped(
    share?.id ?? resource.id,
    share ? 'resource-share' : type,
    `${resource.id} of account ${resource.account} is not shared with account ${account}`,
    share ? `add the principal ${account}` : `share ${resource.id} with account ${account} by AWS RAM`,
  );
}

/** Whether two names mean the same resource: its id in the model, or an ARN that ends with it. */
export function isSameResource(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}

function holds(share: ResourceShare, resource: Component): boolean {
  return share.resourceIds.some((id) => isSameResource(id, resource.id));
}

/** An account is named by its id, or by an ARN of IAM, which may also be a role or user of it. */
function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]*:iam::)?(\d{12})(?::.*)?$/.exec(principal)?.[1];
}

function isOrganization(principal: string): boolean {
  return /^arn:[^:]*:organizations:/.test(principal);
}
