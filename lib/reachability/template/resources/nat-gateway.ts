import { componentOf, type Family } from '../building';
import { addInterfaces, vpcIdOf } from '../interfaces';
import { idOf, optionalAddressOf, optionalIdOf, optionalTextOf, UnresolvedError } from '../properties';

/** NAT gateways, which have no security group. */
export const natGatewayFamily: Family = {
  'AWS::EC2::NatGateway': {
    interfaces: (resource, building) => {
      const { AllocationId, AvailabilityMode, ConnectivityType, PrivateIpAddress, SubnetId } = resource.properties;
      if (optionalTextOf(AvailabilityMode, 'AvailabilityMode') === 'regional') {
        throw new UnresolvedError('a NAT gateway of all zones of a Region');
      }
      const subnetIds = [idOf(SubnetId, 'SubnetId', 'AWS::EC2::Subnet')];
      const vpcId = vpcIdOf(building, subnetIds);
      const connectivityType =
        optionalTextOf(ConnectivityType, 'ConnectivityType') === 'private' ? 'private' : 'public';
      const eip =
        typeof AllocationId === 'string' ? undefined : optionalIdOf(AllocationId, 'AllocationId', 'AWS::EC2::EIP');
      const [networkInterfaceId = ''] = addInterfaces(building, {
        resource,
        subnetIds,
        securityGroupIds: [],
        owner: { kind: 'nat-gateway', id: resource.id },
        sourceDestCheck: false,
        privateIp: () => optionalAddressOf(PrivateIpAddress, 'PrivateIpAddress'),
        publicIp: () =>
          connectivityType === 'public'
            ? (building.elasticIps.get(eip ?? '') ?? building.addresses.publicIp())
            : undefined,
      });
      const [subnetId = ''] = subnetIds;
      building.draft.natGateways.set(resource.id, {
        ...componentOf(resource),
        vpcId,
        subnetId,
        connectivityType,
        networkInterfaceId,
      });
    },
  },
};
