import { decide } from '../../reachability/decide';
import { namer } from '../../reachability/flow';
import type { NetworkInterface, VpcEndpoint } from '../../reachability/model';
import type { Question } from '../../reachability/verdict';
import { podIdentities } from './identity-checks';
import { blocked } from './network-checks';
import { type Check, type JoinSubject, type MissingPiece, objectIn } from './subject';

const PRIVATE = 'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html';
const ENDPOINT = 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html';

/** What every node calls: its name and addresses, images and their layers. */
const SERVICES = ['ec2', 'ecr.api', 'ecr.dkr', 's3'];

/** Every service that nodes call is reached by an endpoint of the VPC, or else by the internet. */
export const reachesServices: Check = (subject) => {
  const services = podIdentities(subject).length > 0 ? [...SERVICES, 'eks-auth'] : SERVICES;
  const found = subject.nodes.flatMap((node) => {
    const isPublic = decide(subject.network, toInternet(node)).verdict === 'reachable';
    const endpoints = services.map((service) => ({ service, endpoint: endpointOf(subject, node, service) }));
    // Where there is no endpoint at all the way out is what is meant to be there.
    if (!isPublic && endpoints.every(({ endpoint }) => endpoint === undefined || endpoint.kind === 'Gateway')) {
      return wayOut(subject, node);
    }
    return endpoints.flatMap(({ service, endpoint }) => byEndpoint(subject, node, service, endpoint, isPublic));
  });
  return [...new Map(found.map((one) => [`${one.piece} ${one.component}`, one])).values()];
};

/** The API server has a private address, or nodes reach its public one. */
export const reachesApiEndpoint: Check = (subject) => {
  const { EndpointPrivateAccess, EndpointPublicAccess } = objectIn(subject.cluster.properties.ResourcesVpcConfig);
  if (String(EndpointPrivateAccess) === 'true') return [];
  const isPublic = String(EndpointPublicAccess ?? true) === 'true';
  const reached = subject.nodes.every((node) => decide(subject.network, toInternet(node)).verdict === 'reachable');
  if (isPublic && reached) return [];
  const reason = isPublic ? 'it is public only, and nodes have no way out' : 'it is neither private nor public';
  return [{ piece: 'endpoint of the API server', component: subject.cluster.name, reason, link: ENDPOINT }];
};

/** What keeps a node in. That it has no public address is as it should be, unless a public address is all that it lacks. */
function wayOut(subject: JoinSubject, node: NetworkInterface): readonly MissingPiece[] {
  const found = blocked(subject, 'a way out of the subnet', PRIVATE, [toInternet(node)]);
  const others = found.filter(({ component }) => component !== namer(subject.network.model)(node.id));
  return others.length > 0 ? others : found;
}

function byEndpoint(
  subject: JoinSubject,
  node: NetworkInterface,
  service: string,
  endpoint: VpcEndpoint | undefined,
  isPublic: boolean,
): readonly MissingPiece[] {
  const nameOf = namer(subject.network.model);
  if (!endpoint) {
    if (isPublic) return [];
    const reason = `com.amazonaws.<Region>.${service} is not there, and nothing leads to the internet`;
    return [{ piece: `endpoint ${service}`, component: nameOf(node.vpcId), reason, link: PRIVATE }];
  }
  if (endpoint.kind === 'Interface' && !endpoint.privateDnsEnabled) {
    if (isPublic) return [];
    const reason = 'private DNS is off, and so the name of the service is its public address';
    return [{ piece: `endpoint ${service}`, component: nameOf(endpoint.id), reason, link: PRIVATE }];
  }
  const toEndpoint: Question = { ...toInternet(node), to: { componentId: endpoint.id } };
  if (endpoint.kind === 'Gateway' && isPublic) return [];
  return blocked(subject, 'the way to endpoints', PRIVATE, [toEndpoint]);
}

function endpointOf({ network }: JoinSubject, { vpcId }: NetworkInterface, service: string): VpcEndpoint | undefined {
  const found = network.model.vpcEndpoints.filter(
    (one) => one.vpcId === vpcId && one.serviceName?.endsWith(`.${service}`),
  );
  return found.find(({ kind }) => kind === 'Interface') ?? found[0];
}

const toInternet = ({ id }: NetworkInterface): Question => ({
  from: { networkInterfaceId: id },
  to: 'internet',
  protocol: 'tcp',
  port: 443,
});
