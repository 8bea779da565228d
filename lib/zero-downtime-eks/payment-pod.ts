import { k8s } from 'cdk8s-plus-34';
import { labelsOf, PAYMENT_PORT, PAYMENTS, type Track } from './payment-names';
import { PROBES, type ProbeTimes, TIMINGS } from './timings';

export interface PaymentPodProps {
  readonly image: string;
  /** What services/zero-downtime-eks/environment.ts reads. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One container of the image, with what both the server and the migration need. The image's ENTRYPOINT is in exec form. */
export const paymentContainer = (name: string, { image, environment }: PaymentPodProps): k8s.Container => ({
  name,
  image,
  env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
  resources: {
    // Memory cannot be taken back: with a limit above the request the node overcommits, and whom it kills then is chance.
    // CPU can, and the request is a guarantee; a limit only throttles, above all while a pod starts and while it drains.
    requests: { cpu: k8s.Quantity.fromString('250m'), memory: k8s.Quantity.fromString('256Mi') },
    limits: { memory: k8s.Quantity.fromString('256Mi') },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
});

/** Of every pod of the namespace: all that the level `restricted` demands. */
export const restrictedPod = {
  serviceAccountName: PAYMENTS.name,
  // Nothing here talks to the API server; EKS Pod Identity mounts a token of its own.
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  nodeSelector: { 'kubernetes.io/arch': 'arm64' },
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
} as const;

/**
 * A pod of the payment server.
 *
 * Of the probes only `ready` turns with SIGTERM, and none asks the database: if it did, a database that is away for a
 * moment would take out every pod at once.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function paymentPod(track: Track, props: PaymentPodProps): k8s.PodSpec {
  return {
    ...restrictedPod,
    terminationGracePeriodSeconds: TIMINGS.grace,
    topologySpreadConstraints: [
      spread(track, 'topology.kubernetes.io/zone', 'DoNotSchedule'),
      spread(track, 'kubernetes.io/hostname', 'ScheduleAnyway'),
    ],
    containers: [
      {
        ...paymentContainer(PAYMENTS.name, props),
        ports: [{ name: PAYMENT_PORT.name, containerPort: PAYMENT_PORT.number }],
        startupProbe: probe('/health/startup', PROBES.startup),
        readinessProbe: probe('/health/ready', PROBES.readiness),
        livenessProbe: probe('/health/live', PROBES.liveness),
        // The kubelet sleeps, so the image needs neither a shell nor `sleep`.
        lifecycle: { preStop: { sleep: { seconds: TIMINGS.preStop } } },
      },
    ],
  };
}

const probe = (path: string, { period, timeout, failures }: ProbeTimes): k8s.Probe => ({
  httpGet: { path, port: k8s.IntOrString.fromString(PAYMENT_PORT.name) },
  periodSeconds: period,
  timeoutSeconds: timeout,
  failureThreshold: failures,
});

/**
 * Counts each release by itself (`pod-template-hash`): otherwise the pods of the old release decide where the new ones go,
 * and the spread is uneven when they have left.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
const spread = (track: Track, topologyKey: string, whenUnsatisfiable: string): k8s.TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable,
  // A zone whose nodes are all unreachable does not count, so that the others may take its pods.
  nodeTaintsPolicy: 'Honor',
  labelSelector: { matchLabels: labelsOf(track) },
  matchLabelKeys: ['pod-template-hash'],
});
