import { type Building, componentOf, existing, type Family } from '../building';
import { callsOf } from '../calls';
import { booleanOf, idOf, idsOf, listOf, optionalTextOf, printed, UnresolvedError } from '../properties';
import type { Resource } from '../stack';
import { references } from '../value';

export const ENDPOINT_SERVICE = 'AWS::EC2::VPCEndpointService';

/** Endpoint services, and whom they let connect. */
export const endpointServiceFamily: Family = {
  [ENDPOINT_SERVICE]: { links: addService },
  'AWS::EC2::VPCEndpointServicePermissions': {
    effects: ({ id, properties: { AllowedPrincipals, ServiceId } }, { draft }) => {
      const service = existing(draft.endpointServices, idOf(ServiceId, 'ServiceId', ENDPOINT_SERVICE));
      const principals = listOf(AllowedPrincipals, 'AllowedPrincipals');
      service.allowedPrincipals.push(...principals.map((principal) => printed(principal, 'AllowedPrincipals')));
      service.permissionsId = id;
    },
  },
};

function addService(resource: Resource, building: Building): void {
  const { AcceptanceRequired, GatewayLoadBalancerArns, NetworkLoadBalancerArns, PrivateDnsName } = resource.properties;
  if (listOf(GatewayLoadBalancerArns, 'GatewayLoadBalancerArns').length > 0) {
    throw new UnresolvedError('a service of Gateway Load Balancers');
  }
  const accepted = callsOf(building, 'acceptVpcEndpointConnections', resource.id).flatMap(references);
  const endpoints = accepted.filter(({ type }) => type === 'AWS::EC2::VPCEndpoint').map(({ id }) => id);
  const name = optionalTextOf(PrivateDnsName, 'PrivateDnsName');
  building.draft.endpointServices.set(resource.id, {
    ...componentOf(resource),
    serviceName: `com.amazonaws.vpce.${resource.stack.region}.${resource.id}`,
    networkLoadBalancerIds: [
      ...idsOf(NetworkLoadBalancerArns, 'NetworkLoadBalancerArns', 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    ],
    acceptanceRequired: booleanOf(AcceptanceRequired, 'AcceptanceRequired', true),
    acceptedEndpointIds: [...new Set(endpoints)],
    allowedPrincipals: [],
    ...(name === undefined ? {} : { privateDnsName: name }),
  });
}
