import type { Mutator } from '../mutation';
import { attachmentMutators } from './attachments';
import { loadBalancerMutators } from './load-balancers';
import { networkAclMutators } from './network-acls';
import { placementMutators } from './placement';
import { routeMutators } from './routes';
import { securityGroupMutators } from './security-groups';
import { serviceMutators } from './services';
import { transitGatewayMutators } from './transit-gateways';

/** Every sort of change, by the part of a network that it changes, and then by name. */
export const mutators: Readonly<Record<string, Readonly<Record<string, Mutator>>>> = {
  route: routeMutators,
  'security group': securityGroupMutators,
  'network ACL': networkAclMutators,
  'transit gateway': transitGatewayMutators,
  attachment: attachmentMutators,
  'load balancer': loadBalancerMutators,
  service: serviceMutators,
  placement: placementMutators,
};
