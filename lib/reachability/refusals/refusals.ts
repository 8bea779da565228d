import type { NetworkModel } from '../model';
import { associationRefusals } from './association';
import { attachmentRefusals } from './attachment';
import { endpointRefusals } from './endpoint';
import { endpointServiceRefusals } from './endpoint-service';
import { internetGatewayRefusals } from './internet-gateway';
import { loadBalancerRefusals } from './load-balancer';
import { natGatewayRefusals } from './nat-gateway';
import { natRuleRefusals } from './nat-rule';
import { networkAclRefusals } from './network-acl';
import { peeringRefusals } from './peering';
import type { Refusal } from './refusal';
import { routeTableRefusals } from './route-table';
import { securityGroupRefusals } from './security-group';
import { subnetRefusals } from './subnet';
import { targetGroupRefusals } from './target-group';
import { transitGatewayRouteTableRefusals } from './transit-gateway-route-table';
import { vpcRefusals } from './vpc';

export type { Refusal } from './refusal';

/** Everything in a model that AWS would refuse to create, component by component. */
export function refusals(model: NetworkModel): readonly Refusal[] {
  return checks.flatMap((check) => check(model));
}

const checks: readonly ((model: NetworkModel) => readonly Refusal[])[] = [
  vpcRefusals,
  subnetRefusals,
  routeTableRefusals,
  networkAclRefusals,
  securityGroupRefusals,
  internetGatewayRefusals,
  natGatewayRefusals,
  peeringRefusals,
  attachmentRefusals,
  natRuleRefusals,
  transitGatewayRouteTableRefusals,
  loadBalancerRefusals,
  targetGroupRefusals,
  endpointServiceRefusals,
  endpointRefusals,
  associationRefusals,
];
