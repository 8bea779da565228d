import { plainOf } from '../../reachability/template/properties';
import type { Resource } from '../../reachability/template/stack';
import { isList, references, type Value } from '../../reachability/template/value';
import { addOns, type Check, isSelfManaged, type JoinSubject, type MissingPiece, objectIn, roleOf } from './subject';

const NODE_ROLE = 'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html';
const CNI_ROLE = 'https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html';
const ENTRIES = 'https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html';

const WORKER = ['AmazonEKSWorkerNodePolicy'];
const PULL = ['AmazonEC2ContainerRegistryPullOnly', 'AmazonEC2ContainerRegistryReadOnly'];
const CNI = ['AmazonEKS_CNI_Policy'];
const CNI_SERVICE_ACCOUNT = 'aws-node';

/** A service account and the role that Pod Identity gives its pods. */
export interface PodIdentity {
  readonly serviceAccount: Value;
  readonly roleArn: Value;
  /** Name of what associates them. */
  readonly by: string;
}

/** All of a cluster: by its add-ons, and on their own. */
export function podIdentities({ cluster, resources }: JoinSubject): readonly PodIdentity[] {
  return resources.flatMap(({ type, name, properties }) => {
    if (references(properties.ClusterName)[0]?.id !== cluster.id) return [];
    const { PodIdentityAssociations, RoleArn, ServiceAccount } = properties;
    if (type === 'AWS::EKS::PodIdentityAssociation')
      return [{ serviceAccount: ServiceAccount, roleArn: RoleArn, by: name }];
    if (type !== 'AWS::EKS::Addon' || !isList(PodIdentityAssociations)) return [];
    return PodIdentityAssociations.map(objectIn).map((one) => ({
      serviceAccount: one.ServiceAccount,
      roleArn: one.RoleArn,
      by: name,
    }));
  });
}

/** The node role: who takes it, and what AWS demands of it. */
export const hasNodeRole: Check = (subject) => {
  const { nodeGroup } = subject;
  const role = roleOf(subject, nodeGroup.properties.NodeRole);
  if (!role) return [{ piece: 'node role', component: nodeGroup.name, reason: 'it has none', link: NODE_ROLE }];
  return [
    ...without(role, WORKER, 'node role'),
    ...without(role, PULL, 'node role'),
    ...untrusted(role, 'ec2.amazonaws.com', 'node role', NODE_ROLE),
  ];
};

/** The role of the VPC CNI: its own by Pod Identity, or else the node's. */
export const hasCniRole: Check = (subject) => {
  // Without a VPC CNI there is nobody to have a role, and the add-on is what is missing.
  if (!isSelfManaged(subject) && !addOns(subject).includes('vpc-cni')) return [];
  const own = podIdentities(subject).find(({ serviceAccount }) => serviceAccount === CNI_SERVICE_ACCOUNT);
  const role = roleOf(subject, own ? own.roleArn : subject.nodeGroup.properties.NodeRole);
  if (!role) return own ? [{ piece: 'VPC CNI role', component: own.by, reason: 'it has none', link: CNI_ROLE }] : [];
  return [
    ...without(role, CNI, 'VPC CNI role'),
    ...(own ? untrusted(role, 'pods.eks.amazonaws.com', 'VPC CNI role', CNI_ROLE) : []),
  ];
};

/** Nodes are let in by an access entry, which EKS makes for a managed node group, unless only a ConfigMap counts. */
export const hasAccessEntry: Check = ({ cluster }) => {
  const mode = objectIn(cluster.properties.AccessConfig).AuthenticationMode ?? 'CONFIG_MAP';
  if (mode !== 'CONFIG_MAP') return [];
  const reason = 'authentication mode CONFIG_MAP: the node role has to stand in aws-auth, which no template can hold';
  return [{ piece: 'access entry', component: cluster.name, reason, link: ENTRIES }];
};

/** Nothing where the role has one of the policies. */
function without(role: Resource, policies: readonly string[], piece: string): readonly MissingPiece[] {
  const { ManagedPolicyArns } = role.properties;
  const arns = isList(ManagedPolicyArns) ? ManagedPolicyArns.map((arn) => String(plainOf(arn))) : [];
  if (policies.some((policy) => arns.some((arn) => arn.endsWith(`/${policy}`)))) return [];
  const link = piece === 'node role' ? NODE_ROLE : CNI_ROLE;
  return [{ piece, component: role.name, reason: `${policies[0]} is missing`, link }];
}

function untrusted(role: Resource, service: string, piece: string, link: string): readonly MissingPiece[] {
  if (JSON.stringify(plainOf(role.properties.AssumeRolePolicyDocument)).includes(`"${service}"`)) return [];
  return [{ piece, component: role.name, reason: `${service} may not take it`, link }];
}
