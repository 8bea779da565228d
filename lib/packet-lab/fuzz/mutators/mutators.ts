import type { Mutator } from '../mutation';
import { attachmentMutators } from './attachments';
import { loadBalancerMutators } from './load-balancers';
import { networkAclMutators } from './network-acls';
import { placementMutators } from './placement';
import { routeMutators } from './routes';
import { securityGroupMutators } from './security-groups';
import { serviceMutators } from './services';
import { transitGatewayMutators } from './transit-gateways';

/** Every sort of change, by `<part of the network>: <what>`. */
export const mutators: Readonly<Record<string, Mutator>> = Object.fromEntries(
  Object.entries({
    route: routeMutators,
    'security group': securityGroupMutators,
    'network ACL': networkAclMutators,
    'transit gateway': transitGatewayMutators,
    attachment: attachmentMutators,
    'load balancer': loadBalancerMutators,
    service: serviceMutators,
    placement: placementMutators,
  }).flatMap(([part, all]) => Object.entries(all).map(([what, mutator]) => [`${part}: ${what}`, mutator])),
);
