import { InputError } from '../../reachability/input-error';
import type { NetworkInterface } from '../../reachability/model';
import { Network } from '../../reachability/network';
import { modelOf } from '../../reachability/template/model-of';
import { resolveResources } from '../../reachability/template/resources';
import type { Resource, Stack } from '../../reachability/template/stack';
import { isObject, references, type Value, type ValueObject } from '../../reachability/template/value';

/** A managed node group of some templates, and what its nodes depend on. */
export interface JoinSubject {
  readonly nodeGroup: Resource;
  readonly cluster: Resource;
  /** All of the templates. */
  readonly resources: readonly Resource[];
  readonly network: Network;
  /** Of the nodes, one in each of their subnets. */
  readonly nodes: readonly NetworkInterface[];
  readonly controlPlane: readonly NetworkInterface[];
  /** The day on which the nodes are to join: versions and images come to an end. */
  readonly today: Date;
}

/** Why a node cannot join, or not work once it has. */
export interface MissingPiece {
  /** What is missing, always in the same words. */
  readonly piece: string;
  /** Name of what has to change. */
  readonly component: string;
  readonly reason: string;
  /** The page that says so. */
  readonly link: string;
}

/** Something to look at. */
export type Check = (subject: JoinSubject) => readonly MissingPiece[];

/**
 * The node groups of some stacks.
 *
 * @throws InputError where there is none, or where one cannot be placed in the network
 */
export function joinSubjects(stacks: readonly Stack[], today: Date): readonly JoinSubject[] {
  const network = new Network(modelOf(stacks));
  const resources = [...resolveResources(stacks).present.values()];
  const nodeGroups = resources.filter(({ type }) => type === 'AWS::EKS::Nodegroup');
  if (nodeGroups.length === 0) throw new InputError('the templates hold no managed node group');
  return nodeGroups.map((nodeGroup) => {
    const clusterId = references(nodeGroup.properties.ClusterName)[0]?.id;
    const cluster = resources.find(({ id }) => id === clusterId);
    const { networkInterfaces } = network.model;
    const nodes = networkInterfaces.filter(({ id }) => id.startsWith(`${nodeGroup.id}/`));
    const controlPlane = networkInterfaces.filter(
      ({ owner }) => owner.kind === 'eks-cluster' && owner.id === clusterId,
    );
    if (!cluster || nodes.length === 0 || controlPlane.length === 0) {
      throw new InputError(`${nodeGroup.name} cannot be placed in the network`);
    }
    return { nodeGroup, cluster, resources, network, nodes, controlPlane, today };
  });
}

/** An object property, empty where it is none. */
export const objectIn = (value: Value): ValueObject => (isObject(value) ? value : {});

/** The role of an ARN that the templates give. */
export function roleOf({ resources }: JoinSubject, arn: Value): Resource | undefined {
  const logicalId = typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : '';
  return resources.find((role) => role.type === 'AWS::IAM::Role' && role.logicalId === logicalId);
}

/** Names of the add-ons of the cluster that EKS installs. */
export function addOns({ cluster, resources }: JoinSubject): readonly Value[] {
  return resources.flatMap(({ type, properties: { AddonName, ClusterName } }) =>
    type === 'AWS::EKS::Addon' && references(ClusterName)[0]?.id === cluster.id ? [AddonName] : [],
  );
}

/** Whether EKS puts a VPC CNI, kube-proxy and CoreDNS that nobody manages into the cluster, as it does unless told not to. */
export function isSelfManaged({ cluster }: JoinSubject): boolean {
  return String(cluster.properties.BootstrapSelfManagedAddons ?? true) === 'true';
}
