import { ApiObject, App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-34';
import { CANARY, labelsOf, PAYMENT_PORT, PAYMENTS, REPLICAS, type Track } from './payment-names';
import { type PaymentPodProps, paymentPod } from './payment-pod';
import { TIMINGS } from './timings';

const metadataOf = (track: Track) => ({ ...track, labels: labelsOf(track) });

/** A chart of its own, as `cluster.addCdk8sChart` takes it. */
export const chart = (): Chart => new Chart(new App(), 'Chart');

/**
 * What has to be there before any pod: Auto Mode puts the readiness gate of a target group only into pods that are created
 * after the Service and its TargetGroupBinding.
 *
 * The label is Auto Mode's; that of the open-source AWS Load Balancer Controller does nothing here.
 * https://github.com/aws/containers-roadmap/issues/2511
 */
export function namespaceChart(): Chart {
  const scope = chart();
  new k8s.KubeNamespace(scope, 'Namespace', {
    metadata: {
      name: PAYMENTS.namespace,
      labels: {
        'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled',
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
    },
  });
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', { metadata: metadataOf(PAYMENTS) });
  for (const track of [PAYMENTS, CANARY]) {
    new k8s.KubeService(scope, `Service-${track.name}`, {
      metadata: metadataOf(track),
      spec: {
        selector: labelsOf(track),
        ports: [
          {
            name: PAYMENT_PORT.name,
            port: PAYMENT_PORT.number,
            targetPort: k8s.IntOrString.fromString(PAYMENT_PORT.name),
          },
        ],
      },
    });
  }
  return scope;
}

/** Registers the addresses of the pods with a target group of the stack. Without `networking` it leaves security groups alone. */
export function bindingChart(track: Track, targetGroupArn: string): Chart {
  const scope = chart();
  new ApiObject(scope, 'TargetGroupBinding', {
    apiVersion: 'eks.amazonaws.com/v1',
    kind: 'TargetGroupBinding',
    metadata: metadataOf(track),
    spec: {
      targetGroupARN: targetGroupArn,
      targetType: 'ip',
      serviceRef: { name: track.name, port: PAYMENT_PORT.number },
    },
  });
  return scope;
}

/** The release that serves: the Deployment, what may be taken from it at once, and how many pods it has. */
export const paymentsChart = (props: PaymentPodProps): Chart => releaseChart(PAYMENTS, REPLICAS, props);

/** The same of a release that is tried out: one pod while it has no traffic, and as many as its share takes then. */
export const canaryChart = (props: PaymentPodProps): Chart => releaseChart(CANARY, 1, props);

function releaseChart(track: Track, leastReplicas: number, props: PaymentPodProps): Chart {
  const scope = chart();
  deployment(scope, track, props);
  budget(scope, track);
  autoscaler(scope, track, leastReplicas);
  return scope;
}

/**
 * Without `replicas`: each apply would undo what the autoscaler has decided.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
function deployment(scope: Chart, track: Track, props: PaymentPodProps): void {
  const labels = labelsOf(track);
  new k8s.KubeDeployment(scope, 'Deployment', {
    metadata: metadataOf(track),
    spec: {
      selector: { matchLabels: labels },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(1) },
      },
      minReadySeconds: TIMINGS.minReady,
      progressDeadlineSeconds: TIMINGS.progressDeadline,
      // As many as one would go back by `kubectl rollout undo`.
      revisionHistoryLimit: 3,
      template: { metadata: { labels }, spec: paymentPod(track, props) },
    },
  });
}

/**
 * For drains and evictions: rollouts do not ask it. A pod that is not ready may always be evicted, as it serves nobody and
 * would otherwise block the drain of its node for ever.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
 */
function budget(scope: Chart, track: Track): void {
  new k8s.KubePodDisruptionBudget(scope, 'PodDisruptionBudget', {
    metadata: metadataOf(track),
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: labelsOf(track) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}

/** Up at once, down by a pod a minute: each pod that goes is a graceful termination, and load comes back. */
function autoscaler(scope: Chart, track: Track, minReplicas: number): void {
  new k8s.KubeHorizontalPodAutoscalerV2(scope, 'HorizontalPodAutoscaler', {
    metadata: metadataOf(track),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: track.name },
      // Half of their CPU is spare, so that two take the load of three when a zone is lost.
      minReplicas,
      maxReplicas: 12,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      },
    },
  });
}
