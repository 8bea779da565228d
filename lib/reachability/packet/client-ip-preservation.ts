import type { Flow } from './position';
import type { Obstacle } from './step';

/**
 * What keeps a Network Load Balancer that preserves the client's address from a target: it has to lie in the load
 * balancer's VPC, or in a peered one of the same Region.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function notPreserved({ through, reply }: Flow, where: string): readonly Obstacle[] {
  if (!through || reply) return [];
  const reason = `client IP preservation does not work for targets that are reached ${where}`;
  const change = 'disable client IP preservation';
  return [{ component: through.targetGroupId, type: 'target-group', reason, change }];
}
