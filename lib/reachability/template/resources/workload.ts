import type { InterfaceOwner } from '../../model';
import type { Building, Family } from '../building';
import { addInterfaces, securityGroupIdsOf, subnetIdsOf, vpcIdOf } from '../interfaces';
import { booleanOf, idOf, listOf, objectOf, UnresolvedError } from '../properties';
import type { Resource } from '../stack';
import type { Value } from '../value';

/** Lambda functions in a VPC and databases: an interface in each of their subnets. */
export const workloadFamily: Family = {
  'AWS::Lambda::Function': {
    interfaces: (resource, building) => {
      const { SecurityGroupIds, SubnetIds } = objectOf(resource.properties.VpcConfig, 'VpcConfig');
      if (listOf(SubnetIds, 'SubnetIds').length === 0) return;
      place(resource, building, { kind: 'lambda-function', subnets: SubnetIds, groups: SecurityGroupIds });
    },
  },
  'AWS::RDS::DBCluster': {
    interfaces: (resource, building) => {
      const { DBSubnetGroupName, VpcSecurityGroupIds } = resource.properties;
      const subnets = subnetsOfGroup(building, DBSubnetGroupName, 'AWS::RDS::DBSubnetGroup');
      place(resource, building, { kind: 'database', subnets, groups: VpcSecurityGroupIds });
    },
  },
  'AWS::RDS::DBInstance': {
    interfaces: (resource, building) => {
      const { DBClusterIdentifier, DBSubnetGroupName, PubliclyAccessible, VPCSecurityGroups } = resource.properties;
      // A member of a cluster speaks by the cluster's interfaces.
      if (DBClusterIdentifier !== undefined) return;
      const subnets = subnetsOfGroup(building, DBSubnetGroupName, 'AWS::RDS::DBSubnetGroup');
      const isPublic = booleanOf(PubliclyAccessible, 'PubliclyAccessible', false);
      place(resource, building, { kind: 'database', subnets, groups: VPCSecurityGroups, isPublic });
    },
  },
  'AWS::ElastiCache::ReplicationGroup': {
    interfaces: (resource, building) => {
      const { CacheSubnetGroupName, SecurityGroupIds } = resource.properties;
      const subnets = subnetsOfGroup(building, CacheSubnetGroupName, 'AWS::ElastiCache::SubnetGroup');
      place(resource, building, { kind: 'database', subnets, groups: SecurityGroupIds });
    },
  },
  'AWS::ElastiCache::ServerlessCache': {
    interfaces: (resource, building) => {
      const { SecurityGroupIds, SubnetIds } = resource.properties;
      place(resource, building, { kind: 'database', subnets: SubnetIds, groups: SecurityGroupIds });
    },
  },
};

interface Placement {
  readonly kind: InterfaceOwner['kind'];
  readonly subnets: Value;
  readonly groups: Value;
  readonly isPublic?: boolean;
}

function place(resource: Resource, building: Building, { kind, subnets, groups, isPublic }: Placement): void {
  const subnetIds = subnetIdsOf(subnets, 'the subnets');
  addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds: securityGroupIdsOf(building, groups, vpcIdOf(building, subnetIds)),
    owner: { kind, id: resource.id },
    publicIp: () => (isPublic ? building.addresses.publicIp() : undefined),
  });
}

function subnetsOfGroup({ resources }: Building, name: Value, type: string): Value {
  const group = resources.get(idOf(name, 'the subnet group', type));
  if (!group) throw new UnresolvedError('a subnet group that is not in the templates', name);
  return group.properties.SubnetIds;
}
