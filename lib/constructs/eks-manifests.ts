import { SERVICE_PORT } from './service-port';

/** A Kubernetes object as kubectl applies it. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Where the sample service lives, and what it is called. */
export const SAMPLE = { namespace: 'sample', name: 'sample' } as const;

const labels = { 'app.kubernetes.io/name': SAMPLE.name };

/** Everything of the sample service that does not depend on AWS. */
export const namespace: Manifest = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: SAMPLE.namespace,
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
};

/**
 * Graviton nodes of the smallest kind that Auto Mode takes; the built-in general-purpose pool has x86 only.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
export const nodePool: Manifest = {
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name: 'graviton' },
  spec: {
    template: {
      spec: {
        nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
        requirements: [
          { key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] },
          { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
          { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['t4g.medium'] },
        ],
      },
    },
    disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '5m' },
    limits: { cpu: '8' },
  },
};

/** Two pods in two zones. */
export const deployment = (image: string): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...SAMPLE, labels },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        nodeSelector: { 'kubernetes.io/arch': 'arm64' },
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: labels },
          },
        ],
        containers: [
          {
            name: SAMPLE.name,
            image,
            args: ['server.mjs', 'eks'],
            ports: [{ name: 'http', containerPort: SERVICE_PORT }],
            readinessProbe: { httpGet: { path: '/health', port: 'http' } },
            resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  },
});

/** The Service whose endpoints load balancers take as targets. */
export const service: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { ...SAMPLE, labels },
  spec: { selector: labels, ports: [{ name: 'http', port: SERVICE_PORT, targetPort: 'http' }] },
};

/**
 * Registers the addresses of the pods with a target group that is not Kubernetes' own. It has no `networking`, so that the
 * controller leaves the security groups alone.
 */
export const targetGroupBinding = (targetGroupArn: string): Manifest => ({
  apiVersion: 'eks.amazonaws.com/v1',
  kind: 'TargetGroupBinding',
  metadata: { ...SAMPLE },
  spec: { targetGroupARN: targetGroupArn, targetType: 'ip', serviceRef: { name: SAMPLE.name, port: SERVICE_PORT } },
});
