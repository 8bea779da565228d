import type { Listener } from '../../model';
import { type Building, existing } from '../building';
import { parseJson } from '../json-text';
import { policyOf } from '../policy';
import { idOf, listOf, numberOf, objectOf, plainOf, UnresolvedError } from '../properties';
import { workloadInterfaces } from '../resources/eks-cluster';
import { registerInterfaces } from '../resources/target-group';
import { isReference, isText, type ValueObject } from '../value';
import { type KubernetesObject, neighboursOf } from './objects';
import { targetPort } from './target-port';

const SERVICE_NETWORK = 'AWS::VpcLattice::ServiceNetwork';

/** Class of Gateways that AWS Gateway API Controller serves. */
export const LATTICE_CLASS = 'amazon-vpc-lattice';

/** Id in the model of the VPC Lattice service that a route becomes. */
export function latticeServiceId({ resource, name }: KubernetesObject): string {
  return `${resource.id}/${name}`;
}

/**
 * A route becomes a VPC Lattice service in the service networks of its Gateways, with pods as targets.
 * https://www.gateway-api-controller.eks.aws.dev/latest/api-types/http-route/
 *
 * @throws UnresolvedError
 */
export function addRoute(route: KubernetesObject, building: Building): void {
  const { draft } = building;
  const { account, region } = route.resource.stack;
  const id = latticeServiceId(route);
  const targetGroupIds = listOf(route.spec.rules, 'rules').flatMap((rule) =>
    listOf(objectOf(rule, 'rules').backendRefs, 'backendRefs').map((backend) =>
      addTargetGroup(route, objectOf(backend, 'backendRefs'), building),
    ),
  );
  const listeners: Listener[] = [];
  for (const item of listOf(route.spec.parentRefs, 'parentRefs')) {
    const { name, sectionName } = objectOf(item, 'parentRefs');
    const gateway = gatewayOf(route, String(plainOf(name)), building);
    const network = existing(draft.serviceNetworks, serviceNetworkId(gateway, building));
    network.serviceAssociations.push({ id, latticeServiceId: id });
    for (const listener of listOf(gateway.spec.listeners, 'listeners')) {
      const { name: section, port } = objectOf(listener, 'listeners');
      if (sectionName !== undefined && sectionName !== section) continue;
      listeners.push({ id: route.resource.id, protocols: ['tcp'], port: numberOf(port, 'port'), targetGroupIds });
    }
  }
  draft.latticeServices.set(id, {
    id,
    name: `${route.resource.name}/${route.name}`,
    account,
    region,
    authType: 'NONE',
    listeners,
  });
}

/** Sets the auth policy of a route's service, or of a Gateway's service network. @throws UnresolvedError */
export function addAuthPolicy(object: KubernetesObject, building: Building): void {
  const { kind, name } = objectOf(object.spec.targetRef, 'targetRef');
  const authPolicy = policyOf(parseJson(object.spec.policy));
  const target = neighboursOf(building, object).find(
    (other) => other.kind === kind && other.name === String(plainOf(name)),
  );
  if (!target) throw new UnresolvedError('an auth policy of something that is not in the templates');
  const { latticeServices, serviceNetworks } = building.draft;
  const component =
    kind === 'Gateway'
      ? existing(serviceNetworks, serviceNetworkId(target, building))
      : existing(latticeServices, latticeServiceId(target));
  Object.assign(component, { authType: 'AWS_IAM', authPolicy });
}

function gatewayOf(route: KubernetesObject, name: string, building: Building): KubernetesObject {
  const gateway = neighboursOf(building, route).find((other) => other.kind === 'Gateway' && other.name === name);
  if (gateway?.spec.gatewayClassName === LATTICE_CLASS) return gateway;
  throw new UnresolvedError(`${name} is no Gateway of class ${LATTICE_CLASS} in the templates`);
}

/** A Gateway stands for the service network of its name, or id. */
function serviceNetworkId({ rawName, name }: KubernetesObject, { resources }: Building): string {
  if (isReference(rawName) || isText(rawName)) return idOf(rawName, 'the name of the Gateway', SERVICE_NETWORK);
  for (const { id, type, properties } of resources.values()) {
    if (type === SERVICE_NETWORK && properties.Name === name) return id;
  }
  throw new UnresolvedError(`no template has a service network named ${name}`);
}

function addTargetGroup(route: KubernetesObject, backend: ValueObject, building: Building): string {
  const { kind = 'Service', name, namespace, port } = backend;
  if (kind !== 'Service') throw new UnresolvedError(`a backend of kind ${String(plainOf(kind))}`);
  const interfaces = workloadInterfaces(building, route.clusterId);
  const [first] = interfaces;
  if (!first) throw new UnresolvedError(`${route.clusterId} has no interfaces that can be modelled`);
  const number = targetPort(building, route, { name, namespace, port }) ?? numberOf(port, 'port');
  const id = `${latticeServiceId(route)}/${String(plainOf(name))}:${number}`;
  const { account, region } = route.resource.stack;
  const called = `${route.resource.name}/${route.name}/${String(plainOf(name))}`;
  const component = { id, name: called, account, region, vpcId: first.vpcId };
  building.draft.targetGroups.set(id, {
    ...component,
    targetType: 'ip',
    port: number,
    preserveClientIp: false,
    targets: [],
  });
  registerInterfaces(building, id, { by: route.resource.id, port: number, interfaces });
  return id;
}
