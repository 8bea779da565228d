import { decide } from '../../reachability/decide';
import { namer } from '../../reachability/flow';
import { parseCidr } from '../../reachability/ipv4';
import type { NetworkInterface } from '../../reachability/model';
import type { Question } from '../../reachability/verdict';
import { RESERVED_ADDRESSES } from '../cidr-plan';
import { type Check, type JoinSubject, type MissingPiece, objectIn } from './subject';

/** Addresses of each subnet that EKS wants for its own interfaces. */
const FOR_EKS = 6;
const ZONES = 2;
const NETWORK = 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html';
const GROUPS = 'https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html';

/** What stands in the way of a connection that nodes need, each component once. */
export function blocked(
  { network }: JoinSubject,
  piece: string,
  link: string,
  questions: readonly Question[],
): readonly MissingPiece[] {
  const nameOf = namer(network.model);
  const found = questions.flatMap((question) => {
    const { verdict, blockedBy } = decide(network, question);
    if (verdict === 'reachable') return [];
    return blockedBy.map(({ component, reason }) => ({ piece, component: nameOf(component), reason, link }));
  });
  return [...new Map(found.map((one) => [one.component, one])).values()];
}

/** The way from one interface to another. */
export const question = (
  from: NetworkInterface,
  to: NetworkInterface,
  protocol: 'tcp' | 'udp',
  port: number,
): Question => ({ from: { networkInterfaceId: from.id }, to: { componentId: to.id }, protocol, port });

/** Subnets in two zones. */
export const hasZones: Check = ({ network, nodeGroup, controlPlane }) => {
  const zones = new Set(controlPlane.map(({ subnetId }) => network.subnets.get(subnetId)?.availabilityZone));
  if (zones.size >= ZONES) return [];
  const reason = `its subnets are in ${zones.size} Availability Zone, and EKS wants ${ZONES}`;
  return [{ piece: 'zones', component: nodeGroup.name, reason, link: NETWORK }];
};

/** Each subnet has addresses for the interfaces of EKS; that of nodes also for every node and a pod on it. */
export const hasAddresses: Check = ({ network, cluster, nodeGroup, controlPlane, nodes }) => {
  const most = Number(objectIn(nodeGroup.properties.ScalingConfig).MaxSize ?? 1);
  const nodesEach = Math.ceil(most / nodes.length);
  const subnetIds = [...new Set([...controlPlane, ...nodes].map(({ subnetId }) => subnetId))];
  return subnetIds.flatMap((id) => {
    const subnet = network.subnets.get(id);
    if (!subnet) return [];
    const { first, last } = parseCidr(subnet.cidrBlock);
    const others = network.model.networkInterfaces.filter(
      ({ subnetId, owner }) => subnetId === id && owner.id !== cluster.id,
    );
    const free = last - first + 1 - RESERVED_ADDRESSES - others.length;
    const wanted = FOR_EKS + (nodes.some(({ subnetId }) => subnetId === id) ? 2 * nodesEach : 0);
    if (free >= wanted) return [];
    const reason = `${subnet.cidrBlock} has ${free} addresses free; EKS, nodes and a pod on each take ${wanted}`;
    return [{ piece: 'addresses', component: subnet.name ?? id, reason, link: NETWORK }];
  });
};

/** DNS of the VPC: the private name of the API server, and those of endpoints. */
export const hasDns: Check = ({ network, resources, nodes }) => {
  const vpc = resources.find(({ id }) => id === nodes[0]?.vpcId);
  if (!vpc) return [];
  const { EnableDnsHostnames, EnableDnsSupport } = vpc.properties;
  const isOn = (value: unknown, otherwise: boolean): boolean => String(value ?? otherwise) === 'true';
  const off = [
    ...(isOn(EnableDnsSupport, true) ? [] : ['DNS support']),
    ...(isOn(EnableDnsHostnames, false) ? [] : ['DNS hostnames']),
  ];
  const component = namer(network.model)(vpc.id);
  return off.map((what) => ({ piece: 'DNS of the VPC', component, reason: `${what} is off`, link: NETWORK }));
};

/** Nodes call the API server, it calls kubelets, and pods of one node ask CoreDNS on another. */
export const hasOpenSecurityGroups: Check = (subject) => {
  const { nodes, controlPlane } = subject;
  const [plane] = controlPlane;
  const between = nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => [from, to] as const));
  if (!plane) return [];
  return [
    ...blocked(
      subject,
      'nodes to the API server',
      GROUPS,
      nodes.map((node) => question(node, plane, 'tcp', 443)),
    ),
    ...blocked(
      subject,
      'the API server to kubelets',
      GROUPS,
      nodes.map((node) => question(plane, node, 'tcp', 10_250)),
    ),
    ...(['udp', 'tcp'] as const).flatMap((protocol) =>
      blocked(
        subject,
        `CoreDNS by ${protocol}`,
        GROUPS,
        between.map(([from, to]) => question(from, to, protocol, 53)),
      ),
    ),
  ];
};
