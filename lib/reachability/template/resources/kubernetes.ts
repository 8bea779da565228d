import { type Building, type Family, reportNotModelled } from '../building';
import { addAuthPolicy, addRoute, LATTICE_CLASS } from '../kubernetes/gateway-api';
import { KUBERNETES_MANIFEST, type KubernetesObject, objectsOf } from '../kubernetes/objects';
import { bindTargetGroup } from '../kubernetes/target-group-binding';
import { plainOf } from '../properties';
import { workloadInterfaces } from './eks-cluster';

const GATEWAY_API = 'gateway.networking.k8s.io';
const CONTROLLER_API = 'application-networking.k8s.aws';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute'];

/** Manifests that CDK applies to a cluster: those of their objects that change the network outside it. */
export const kubernetesFamily: Family = {
  [KUBERNETES_MANIFEST]: {
    links: (resource, building) => {
      for (const object of objectsOf(resource)) {
        if (object.group === GATEWAY_API && ROUTES.includes(object.kind)) addRoute(object, building);
      }
    },
    effects: (resource, building) => {
      for (const object of objectsOf(resource)) {
        if (object.kind === 'TargetGroupBinding') bindTargetGroup(object, building);
        else if (object.kind === 'IAMAuthPolicy') addAuthPolicy(object, building);
        else reportUnknown(object, building);
      }
    },
  },
};

function reportUnknown(object: KubernetesObject, building: Building): void {
  const type = `${object.group === '' ? 'v1' : object.group}/${object.kind}`;
  const { clusterId, resource } = object;
  const report = (reason: string, touches: readonly string[]): void =>
    reportNotModelled(building, { id: resource.id, type }, `${object.name}: ${reason}`, touches);
  const pods = workloadInterfaces(building, clusterId).map(({ id }) => id);
  if (object.kind === 'Ingress' || (object.kind === 'Service' && object.spec.type === 'LoadBalancer')) {
    report('a load balancer that a controller makes', [clusterId]);
  } else if (object.kind === 'Gateway' && object.spec.gatewayClassName !== LATTICE_CLASS) {
    report(`a Gateway of class ${String(plainOf(object.spec.gatewayClassName))}`, [clusterId]);
  } else if (/NetworkPolicy$/.test(object.kind)) {
    report('it filters what pods send and receive', pods);
  } else if (object.kind === 'SecurityGroupPolicy') {
    report('it gives pods security groups of their own', pods);
  } else if (object.group === CONTROLLER_API && !HARMLESS.includes(object.kind)) {
    report('what the controller makes of it', [clusterId]);
  }
}

/** How targets are checked, and where requests are logged. */
const HARMLESS = ['TargetGroupPolicy', 'AccessLogPolicy'];
