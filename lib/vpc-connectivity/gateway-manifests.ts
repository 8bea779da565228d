import { type Manifest, SAMPLE } from '../constructs/eks-manifests';
import { SERVICE_PORT } from '../constructs/service-port';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const CONTROLLER_API = 'application-networking.k8s.aws/v1alpha1';

export const gatewayClass: Manifest = {
  apiVersion: GATEWAY_API,
  kind: 'GatewayClass',
  metadata: { name: 'amazon-vpc-lattice' },
  spec: { controllerName: 'application-networking.k8s.aws/gateway-api-controller' },
};

/** A Gateway stands for the service network of the same name, or id. */
export const gateway = (serviceNetworkId: string): Manifest => ({
  apiVersion: GATEWAY_API,
  kind: 'Gateway',
  metadata: { name: serviceNetworkId, namespace: SAMPLE.namespace },
  spec: {
    gatewayClassName: 'amazon-vpc-lattice',
    listeners: [{ name: 'http', protocol: 'HTTP', port: SERVICE_PORT }],
  },
});

/** Becomes a VPC Lattice service with the pods of the Service as targets. */
export const httpRoute = (serviceNetworkId: string): Manifest => ({
  apiVersion: GATEWAY_API,
  kind: 'HTTPRoute',
  metadata: { ...SAMPLE },
  spec: {
    parentRefs: [{ name: serviceNetworkId, sectionName: 'http' }],
    rules: [{ backendRefs: [{ kind: 'Service', name: SAMPLE.name, port: SERVICE_PORT }] }],
  },
});

/** How VPC Lattice checks the health of the pods. */
export const targetGroupPolicy: Manifest = {
  apiVersion: CONTROLLER_API,
  kind: 'TargetGroupPolicy',
  metadata: { ...SAMPLE },
  spec: {
    targetRef: { group: '', kind: 'Service', name: SAMPLE.name },
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    healthCheck: { enabled: true, path: '/health', intervalSeconds: 10, timeoutSeconds: 5, statusMatch: '200' },
  },
};

/** The auth policy of the service that the route becomes; it also sets its auth type. */
export const iamAuthPolicy = (policy: object): Manifest => ({
  apiVersion: CONTROLLER_API,
  kind: 'IAMAuthPolicy',
  metadata: { ...SAMPLE },
  spec: {
    targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: SAMPLE.name },
    policy: JSON.stringify(policy),
  },
});
