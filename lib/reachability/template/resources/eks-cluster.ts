import { type Building, componentOf, existing, type Family } from '../building';
import type { DraftOf } from '../draft';
import { addInterfaces, securityGroupIdsOf, subnetIdsOf, vpcIdOf } from '../interfaces';
import { booleanOf, idOf, listOf, objectOf } from '../properties';
import type { Resource } from '../stack';
import type { Value } from '../value';
import { launchTemplateData } from './instance';

const CLUSTER = 'AWS::EKS::Cluster';

/**
 * EKS clusters: the interfaces of the control plane, and one for nodes and pods in each of their subnets. Pods leave the
 * VPC by the address of their node.
 */
export const eksClusterFamily: Family = {
  [CLUSTER]: { interfaces: addCluster },
  'AWS::EKS::Nodegroup': {
    interfaces: (resource, building) => {
      const { ClusterName, LaunchTemplate, Subnets } = resource.properties;
      const groups = listOf(launchTemplateData(building, LaunchTemplate).SecurityGroupIds, 'SecurityGroupIds');
      addWorkload(resource, building, { cluster: idOf(ClusterName, 'ClusterName', CLUSTER), subnets: Subnets, groups });
    },
  },
  'AWS::EKS::FargateProfile': {
    interfaces: (resource, building) => {
      const { ClusterName, Subnets } = resource.properties;
      const cluster = idOf(ClusterName, 'ClusterName', CLUSTER);
      const ofCluster = objectOf(
        existing(building.resources, cluster).properties.ResourcesVpcConfig,
        'ResourcesVpcConfig',
      );
      addWorkload(resource, building, { cluster, subnets: Subnets ?? ofCluster.SubnetIds, groups: [] });
    },
  },
};

/**
 * Id of the security group that EKS makes for a cluster.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export const clusterSecurityGroupId = (clusterId: string): string => `${clusterId}/cluster-security-group`;

/** Interfaces of the nodes and pods of a cluster. */
export function workloadInterfaces({ draft }: Building, clusterId: string): readonly DraftOf<'networkInterfaces'>[] {
  return [...draft.networkInterfaces.values()].filter(
    ({ owner }) => owner.kind === 'eks-workload' && owner.id === clusterId,
  );
}

function addCluster(resource: Resource, building: Building): void {
  const { ComputeConfig, ResourcesVpcConfig } = resource.properties;
  const { SecurityGroupIds, SubnetIds } = objectOf(ResourcesVpcConfig, 'ResourcesVpcConfig');
  const subnetIds = subnetIdsOf(SubnetIds, 'SubnetIds');
  const vpcId = vpcIdOf(building, subnetIds);
  const id = clusterSecurityGroupId(resource.id);
  building.draft.securityGroups.set(id, {
    ...componentOf(resource),
    id,
    name: `${resource.name}/ClusterSecurityGroup`,
    vpcId,
    ingress: [{ protocol: '-1', peer: { securityGroupId: id } }],
    egress: [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }],
  });
  const given = listOf(SecurityGroupIds, 'SecurityGroupIds');
  addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds: [...(given.length > 0 ? securityGroupIdsOf(building, given, vpcId) : []), id],
    owner: { kind: 'eks-cluster', id: resource.id },
    name: `${resource.name}/ControlPlane`,
  });
  if (booleanOf(objectOf(ComputeConfig, 'ComputeConfig').Enabled, 'ComputeConfig.Enabled', false)) {
    addWorkload(resource, building, { cluster: resource.id, subnets: SubnetIds, groups: [] });
  }
}

interface Workload {
  readonly cluster: string;
  readonly subnets: Value;
  /** Empty: the cluster's group. */
  readonly groups: readonly Value[];
}

function addWorkload(resource: Resource, building: Building, { cluster, subnets, groups }: Workload): void {
  const subnetIds = subnetIdsOf(subnets, 'the subnets');
  addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds:
      groups.length > 0
        ? securityGroupIdsOf(building, groups, vpcIdOf(building, subnetIds))
        : [clusterSecurityGroupId(cluster)],
    owner: { kind: 'eks-workload', id: cluster },
    id: (index) => `${resource.id}/workload/${index + 1}`,
    name: `${resource.name}/Workload`,
  });
}
