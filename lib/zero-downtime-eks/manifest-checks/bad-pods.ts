import type { BadManifest } from './bad-manifest';

const deployment = 'Deployment payments/payments';
const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

/** Of probes, hooks, placement and security of pods. */
export const badPods: readonly BadManifest[] = [
  {
    mistake: 'probe of a port that is not there',
    object: deployment,
    at: [...container, 'readinessProbe', 'httpGet', 'port'],
    value: 'https',
  },
  {
    mistake: 'probe with two handlers',
    object: deployment,
    at: [...container, 'livenessProbe', 'tcpSocket'],
    value: { port: 8080 },
    path: 'livenessProbe',
  },
  {
    mistake: 'liveness that needs two successes',
    object: deployment,
    at: [...container, 'livenessProbe', 'successThreshold'],
    value: 2,
  },
  {
    mistake: 'probe every 0 seconds',
    object: deployment,
    at: [...container, 'startupProbe', 'periodSeconds'],
    value: 0,
  },
  {
    mistake: 'liveness that asks what readiness asks',
    object: deployment,
    at: [...container, 'livenessProbe', 'httpGet', 'path'],
    value: '/health/ready',
    path: 'livenessProbe',
  },
  {
    mistake: 'preStop with two handlers',
    object: deployment,
    at: [...container, 'lifecycle', 'preStop', 'exec'],
    value: { command: ['true'] },
    path: 'lifecycle.preStop',
  },
  {
    mistake: 'preStop as long as the grace period',
    object: deployment,
    at: [...container, 'lifecycle', 'preStop', 'sleep', 'seconds'],
    value: 90,
  },
  {
    mistake: 'grace period that preStop uses up',
    object: deployment,
    at: [...pod, 'terminationGracePeriodSeconds'],
    value: 30,
    path: 'preStop.sleep.seconds',
  },
  {
    mistake: 'spread that counts other pods',
    object: deployment,
    at: [...pod, 'topologySpreadConstraints', 0, 'labelSelector', 'matchLabels'],
    value: { app: 'other' },
    path: 'topologySpreadConstraints[0].labelSelector',
  },
  {
    mistake: 'the same spread twice',
    object: deployment,
    at: [...pod, 'topologySpreadConstraints', 1],
    value: { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    path: 'topologySpreadConstraints',
  },
  {
    mistake: 'spread that counts nobody',
    object: deployment,
    at: [...pod, 'topologySpreadConstraints', 1, 'labelSelector'],
  },
  {
    mistake: 'root where runAsNonRoot forbids it',
    object: deployment,
    at: [...pod, 'securityContext', 'runAsUser'],
    value: 0,
    path: 'securityContext.runAsUser',
  },
  {
    mistake: 'capabilities kept in a restricted namespace',
    object: deployment,
    at: [...container, 'securityContext', 'capabilities'],
    value: {},
    path: 'capabilities.drop',
  },
  {
    mistake: 'no seccomp profile in a restricted namespace',
    object: deployment,
    at: [...pod, 'securityContext', 'seccompProfile'],
    path: 'seccompProfile.type',
  },
  {
    mistake: 'ServiceAccount that nothing makes',
    object: deployment,
    at: [...pod, 'serviceAccountName'],
    value: 'payment',
  },
  {
    mistake: 'grace period of readiness',
    object: deployment,
    at: [...container, 'readinessProbe', 'terminationGracePeriodSeconds'],
    value: 5,
  },
  {
    mistake: 'preStop by tcpSocket',
    object: deployment,
    at: [...container, 'lifecycle', 'preStop'],
    value: { tcpSocket: { port: 8080 } },
    path: 'preStop.tcpSocket',
  },
  {
    mistake: 'preStop of 0 seconds',
    object: deployment,
    at: [...container, 'lifecycle', 'preStop', 'sleep', 'seconds'],
    value: 0,
  },
  { mistake: 'skew of 0', object: deployment, at: [...pod, 'topologySpreadConstraints', 0, 'maxSkew'], value: 0 },
  {
    mistake: 'spread that is neither demanded nor wished',
    object: deployment,
    at: [...pod, 'topologySpreadConstraints', 0, 'whenUnsatisfiable'],
    value: 'Never',
  },
  {
    mistake: 'spread by a label that it selects by',
    object: deployment,
    at: [...pod, 'topologySpreadConstraints', 0, 'matchLabelKeys'],
    value: ['app.kubernetes.io/name'],
  },
  {
    mistake: 'spread by the keys of no selector',
    object: deployment,
    at: [...pod, 'topologySpreadConstraints', 1, 'labelSelector'],
    path: 'topologySpreadConstraints[1].matchLabelKeys',
  },
  {
    mistake: 'network of the node in a restricted namespace',
    object: deployment,
    at: [...pod, 'hostNetwork'],
    value: true,
  },
];
