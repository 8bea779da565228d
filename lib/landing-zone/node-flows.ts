/** Who takes part in the traffic of nodes. */
export type Party = 'nodes' | 'control plane';

/** A connection that nodes, or the pods on them, make or take inside of the VPC. */
export interface NodeFlow {
  readonly from: Party;
  readonly to: Party;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** What for: the description of both rules. */
  readonly description: string;
}

/**
 * Everything that nodes and pods open or admit inside of the VPC, beside the APIs of AWS. Pods have the security group of
 * their node. The cluster security group, which EKS makes, admits its members to everything and lets everything out: nodes
 * do not have it, since a launch template that names security groups replaces it.
 *
 * What is not here needs no rule: pods of one node, the kubelet's probes, the Pod Identity agent, the resolver of the VPC
 * and Amazon Time Sync never pass a security group.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html
 */
export const NODE_FLOWS: readonly NodeFlow[] = [
  tcp('nodes', 'control plane', 443, 'Kubelets and pods call the API server'),
  tcp('control plane', 'nodes', 10_250, 'Logs, exec and port-forward by the kubelet'),
  tcp('control plane', 'nodes', 10_251, 'The API server asks metrics-server'),
  tcp('nodes', 'nodes', 10_250, 'metrics-server asks the kubelets'),
  { ...tcp('nodes', 'nodes', 53, 'CoreDNS'), protocol: 'udp' },
  tcp('nodes', 'nodes', 53, 'CoreDNS, answers too long for UDP'),
  tcp('nodes', 'nodes', 6379, 'Argo CD asks its Redis'),
  tcp('nodes', 'nodes', 8081, 'Argo CD asks its repository server'),
];

function tcp(from: Party, to: Party, port: number, description: string): NodeFlow {
  return { from, to, protocol: 'tcp', port, description };
}
