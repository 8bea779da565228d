import type { VpcEndpoint } from '../../model';
import { type Building, componentOf, existing, type Family } from '../building';
import { callsOf } from '../calls';
import { addInterfaces, securityGroupIdsOf, subnetIdsOf } from '../interfaces';
import { booleanOf, idOf, idsOf, listOf, optionalIdOf, optionalTextOf, printed, textOf } from '../properties';
import type { Resource } from '../stack';
import { ENDPOINT_SERVICE } from './endpoint-service';
import { addManagedPrefixList } from './prefix-list';

const kinds: readonly VpcEndpoint['kind'][] = ['Gateway', 'Interface', 'Resource', 'ServiceNetwork'];

/** VPC endpoints of every kind. */
export const endpointFamily: Family = {
  'AWS::EC2::VPCEndpoint': { interfaces: addEndpoint, links: addGatewayRoutes },
};

function addEndpoint(resource: Resource, building: Building): void {
  const { properties } = resource;
  const {
    PrivateDnsEnabled,
    ResourceConfigurationArn,
    RouteTableIds,
    SecurityGroupIds,
    ServiceNetworkArn,
    SubnetIds,
    VpcId,
  } = properties;
  const type = optionalTextOf(properties.VpcEndpointType, 'VpcEndpointType') ?? 'Gateway';
  const kind = kinds.find((candidate) => candidate === type) ?? 'unknown';
  const vpcId = existing(building.draft.vpcs, idOf(VpcId, 'VpcId', 'AWS::EC2::VPC')).id;
  const service = serviceOf(resource);
  const resourceConfigurationId = optionalIdOf(
    ResourceConfigurationArn,
    'ResourceConfigurationArn',
    'AWS::VpcLattice::ResourceConfiguration',
  );
  const serviceNetworkId = optionalIdOf(ServiceNetworkArn, 'ServiceNetworkArn', 'AWS::VpcLattice::ServiceNetwork');
  const subnetIds = subnetIdsOf(SubnetIds, 'SubnetIds');
  const networkInterfaceIds = addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds: kind === 'Gateway' ? [] : securityGroupIdsOf(building, SecurityGroupIds, vpcId),
    owner: { kind: 'vpc-endpoint', id: resource.id },
  });
  building.draft.vpcEndpoints.set(resource.id, {
    ...componentOf(resource),
    kind,
    vpcId,
    state: isAccepted(resource, building, service.endpointServiceId) ? 'available' : 'pendingAcceptance',
    ...service,
    ...(resourceConfigurationId === undefined ? {} : { resourceConfigurationId }),
    ...(serviceNetworkId === undefined ? {} : { serviceNetworkId }),
    networkInterfaceIds: [...networkInterfaceIds],
    routeTableIds: [...idsOf(RouteTableIds, 'RouteTableIds', 'AWS::EC2::RouteTable')],
    ...(kind === 'Gateway' ? { prefixListId: service.serviceName ?? resource.id } : {}),
    privateDnsEnabled: booleanOf(PrivateDnsEnabled, 'PrivateDnsEnabled', false),
  });
}

/** A service of one's own leads to its resource: `com.amazonaws.vpce.<Region>.<id>` holds the reference. */
function serviceOf({ properties: { ServiceName } }: Resource): Pick<VpcEndpoint, 'serviceName' | 'endpointServiceId'> {
  if (ServiceName === undefined) return {};
  if (typeof ServiceName === 'string') return { serviceName: textOf(ServiceName, 'ServiceName') };
  const endpointServiceId = idOf(ServiceName, 'ServiceName', ENDPOINT_SERVICE);
  return { serviceName: printed(ServiceName, 'ServiceName'), endpointServiceId };
}

function isAccepted({ id }: Resource, building: Building, serviceId: string | undefined): boolean {
  const service = serviceId === undefined ? undefined : building.resources.get(serviceId);
  if (!service) return true;
  const required = booleanOf(service.properties.AcceptanceRequired, 'AcceptanceRequired', true);
  return !required || callsOf(building, 'acceptVpcEndpointConnections', id).length > 0;
}

/** A Gateway endpoint adds a route for its prefix list to the route tables that it lists. */
function addGatewayRoutes({ id, properties, stack }: Resource, building: Building): void {
  const endpoint = building.draft.vpcEndpoints.get(id);
  if (endpoint?.prefixListId === undefined) return;
  const { account, region } = stack;
  const component = { id: endpoint.prefixListId, account, region };
  const prefixListId = addManagedPrefixList(building, component, endpoint.serviceName ?? id);
  for (const item of listOf(properties.RouteTableIds, 'RouteTableIds')) {
    const table = existing(building.draft.routeTables, idOf(item, 'RouteTableIds', 'AWS::EC2::RouteTable'));
    const target = { kind: 'vpc-endpoint', id } as const;
    table.routes.push({ id, destination: { prefixListId }, target, origin: 'static', state: 'active' });
  }
}
