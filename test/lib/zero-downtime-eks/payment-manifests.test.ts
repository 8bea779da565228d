import type { Chart } from 'cdk8s';
import { migrationChart } from '../../../lib/zero-downtime-eks/migration';
import { nodePoolChart } from '../../../lib/zero-downtime-eks/node-pool';
import {
  bindingChart,
  canaryChart,
  namespaceChart,
  paymentsChart,
} from '../../../lib/zero-downtime-eks/payment-manifests';
import { CANARY, PAYMENTS } from '../../../lib/zero-downtime-eks/payment-names';
import { TIMINGS } from '../../../lib/zero-downtime-eks/timings';

const props = { image: 'payments:1', environment: { PORT: '8080' } };

/** The one object of a kind. */
function objectOf(chart: Chart, kind: string): Record<string, unknown> {
  const found = (chart.toJson() as Record<string, unknown>[]).filter((object) => object.kind === kind);
  const [object] = found;
  if (object === undefined || found.length > 1) throw new Error(`${found.length} of ${kind}`);
  return object;
}
const payments = paymentsChart(props);

test('the namespace asks Auto Mode, and no other controller, for readiness gates', () => {
  const { metadata } = objectOf(namespaceChart(), 'Namespace');
  expect(metadata).toEqual({
    name: 'payments',
    labels: {
      'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled',
      'pod-security.kubernetes.io/enforce': 'restricted',
    },
  });
});

test('a rollout takes no pod before another is available', () => {
  expect(objectOf(payments, 'Deployment').spec).toMatchObject({
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    minReadySeconds: TIMINGS.minReady,
    progressDeadlineSeconds: TIMINGS.progressDeadline,
  });
});

test('how many pods there are is the autoscaler’s business alone', () => {
  expect(objectOf(payments, 'Deployment').spec).not.toHaveProperty('replicas');
  expect(objectOf(payments, 'HorizontalPodAutoscaler').spec).toMatchObject({
    minReplicas: 3,
    scaleTargetRef: { kind: 'Deployment', name: 'payments' },
    behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  });
  expect(objectOf(canaryChart(props), 'Deployment').spec).not.toHaveProperty('replicas');
  expect(objectOf(canaryChart(props), 'HorizontalPodAutoscaler').spec).toMatchObject({
    minReplicas: 1,
    scaleTargetRef: { kind: 'Deployment', name: 'payments-canary' },
  });
});

test('the three probes ask three things', () => {
  const { template } = objectOf(payments, 'Deployment').spec as { template: { spec: { containers: object[] } } };
  const [container] = template.spec.containers;
  const probe = (path: string, periodSeconds: number, timeoutSeconds: number, failureThreshold: number) => ({
    httpGet: { path, port: 'http' },
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
  });
  expect(container).toMatchObject({
    startupProbe: probe('/health/startup', 2, 1, 30),
    readinessProbe: probe('/health/ready', 5, 2, 2),
    livenessProbe: probe('/health/live', 10, 5, 6),
    lifecycle: { preStop: { sleep: { seconds: TIMINGS.preStop } } },
  });
  expect(container).not.toHaveProperty('command');
});

test('memory is reserved in full and CPU is not limited', () => {
  const { template } = objectOf(payments, 'Deployment').spec as {
    template: { spec: { containers: { resources: { requests: object; limits: object } }[] } };
  };
  expect(template.spec.containers.map(({ resources }) => resources)).toEqual([
    { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '256Mi' } },
  ]);
});

test('pods are spread over zones in any case, and over nodes where possible, each release by itself', () => {
  const { template } = objectOf(payments, 'Deployment').spec as {
    template: { spec: { topologySpreadConstraints: object[] } };
  };
  const common = { maxSkew: 1, matchLabelKeys: ['pod-template-hash'] };
  expect(template.spec.topologySpreadConstraints).toEqual([
    expect.objectContaining({
      ...common,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
    }),
    expect.objectContaining({ ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }),
  ]);
});

test('a drain takes one pod at a time, and any that serves nobody', () => {
  expect(objectOf(payments, 'PodDisruptionBudget').spec).toEqual({
    maxUnavailable: 1,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } },
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  });
});

test.each([PAYMENTS, CANARY])('the binding of $name registers the pods of its Service', (track) => {
  expect(objectOf(bindingChart(track, 'arn'), 'TargetGroupBinding')).toMatchObject({
    apiVersion: 'eks.amazonaws.com/v1',
    metadata: { name: track.name, namespace: 'payments' },
    spec: { targetGroupARN: 'arn', targetType: 'ip', serviceRef: { name: track.name, port: 8080 } },
  });
});

test('the migration runs the other entry of the same image, and ends', () => {
  expect(objectOf(migrationChart({ ...props, name: 'migrate-1' }), 'Job')).toMatchObject({
    metadata: { name: 'migrate-1', namespace: 'payments' },
    spec: {
      activeDeadlineSeconds: 600,
      template: { spec: { restartPolicy: 'Never', containers: [{ image: 'payments:1', args: ['migrate.mjs'] }] } },
    },
  });
});

test('the migration goes to a step by name', () => {
  const job = objectOf(migrationChart({ ...props, name: 'migrate-1', schema: 'contracted' }), 'Job');
  expect(JSON.stringify(job)).toContain('"args":["migrate.mjs","contracted"]');
});

test('nodes are replaced one at a time, on demand, and not while shops are open only to save money', () => {
  const { disruption, template } = objectOf(nodePoolChart(), 'NodePool').spec as {
    disruption: { budgets: object[] };
    template: { spec: { requirements: object[] } };
  };
  expect(disruption.budgets).toEqual([
    { nodes: '1' },
    { nodes: '0', schedule: '0 8 * * *', duration: '14h', reasons: ['Underutilized'] },
  ]);
  expect(template.spec.requirements).toContainEqual({
    key: 'karpenter.sh/capacity-type',
    operator: 'In',
    values: ['on-demand'],
  });
});
