import type { BadManifest } from './bad-manifest';

const deployment = 'Deployment payments/payments';
const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;
const budget = 'PodDisruptionBudget payments/payments';
const autoscaler = 'HorizontalPodAutoscaler payments/payments';
const service = 'Service payments/payments';
const binding = 'TargetGroupBinding payments/payments';
const pool = 'NodePool payments';

/** Of what stands around the pods: Services, budgets, autoscalers, nodes. */
export const badAround: readonly BadManifest[] = [
  { mistake: 'Service without pods', object: service, at: ['spec', 'selector'], value: { app: 'payments' } },
  {
    mistake: 'Service to a port that pods do not have',
    object: service,
    at: ['spec', 'ports', 0, 'targetPort'],
    value: 'web',
  },
  {
    mistake: 'two ports, one without a name',
    object: service,
    at: ['spec', 'ports', 1],
    value: { port: 9090 },
    path: 'spec.ports',
  },
  {
    mistake: 'binding of a Service that nothing makes',
    object: binding,
    at: ['spec', 'serviceRef', 'name'],
    value: 'payment',
  },
  {
    mistake: 'binding of a port that the Service does not have',
    object: binding,
    at: ['spec', 'serviceRef', 'port'],
    value: 80,
  },
  { mistake: 'budget with both limits', object: budget, at: ['spec', 'minAvailable'], value: 1, path: 'spec' },
  { mistake: 'budget that lets none go', object: budget, at: ['spec', 'maxUnavailable'], value: 0 },
  {
    mistake: 'budget of 100 %',
    object: budget,
    at: ['spec'],
    value: { minAvailable: '100%', selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } } },
    path: 'spec.minAvailable',
  },
  {
    mistake: 'budget of as many as there are',
    object: budget,
    at: ['spec'],
    value: { minAvailable: 3, selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } } },
    path: 'spec.minAvailable',
  },
  {
    mistake: 'budget of nobody',
    object: budget,
    at: ['spec', 'selector', 'matchLabels'],
    value: { app: 'payments' },
    path: 'spec.selector',
  },
  {
    mistake: 'autoscaler of a Deployment that nothing makes',
    object: autoscaler,
    at: ['spec', 'scaleTargetRef', 'name'],
    value: 'payment',
    path: 'spec.scaleTargetRef',
  },
  {
    mistake: 'autoscaler by CPU that nobody requests',
    object: deployment,
    at: [...container, 'resources', 'requests', 'cpu'],
    foundIn: autoscaler,
    path: 'spec.metrics',
  },
  {
    mistake: 'fewest above most',
    object: autoscaler,
    at: ['spec', 'minReplicas'],
    value: 20,
    path: 'spec.maxReplicas',
  },
  {
    mistake: 'nodes that may never be replaced',
    object: pool,
    at: ['spec', 'disruption', 'budgets', 0, 'nodes'],
    value: '0',
  },
  {
    mistake: 'budget with a schedule and no duration',
    object: pool,
    at: ['spec', 'disruption', 'budgets', 1, 'duration'],
    path: 'budgets[1]',
  },
  {
    mistake: 'node that goes before its pods',
    object: pool,
    at: ['spec', 'template', 'spec', 'terminationGracePeriod'],
    value: '60s',
  },
  {
    mistake: 'two ports of a Service of one name',
    object: service,
    at: ['spec', 'ports', 1],
    value: { name: 'http', port: 9090 },
    path: 'spec.ports',
  },
  {
    mistake: 'the same port of a Service twice',
    object: service,
    at: ['spec', 'ports', 1],
    value: { name: 'again', port: 8080 },
    path: 'spec.ports',
  },
  { mistake: 'budget that is a word', object: budget, at: ['spec', 'maxUnavailable'], value: 'one' },
  {
    mistake: 'least that is a word',
    object: budget,
    at: ['spec'],
    value: { minAvailable: 'most', selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } } },
    path: 'spec.minAvailable',
  },
  {
    mistake: 'two budgets of the same pods',
    object: budget,
    at: [],
    value: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'again', namespace: 'payments' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } } },
    },
    path: 'spec.selector',
  },
  {
    mistake: 'two autoscalers of the same',
    object: autoscaler,
    at: [],
    value: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'again', namespace: 'payments' },
      spec: { maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'payments' } },
    },
    path: 'spec.scaleTargetRef',
  },
  {
    mistake: 'node budget that is a word',
    object: pool,
    at: ['spec', 'disruption', 'budgets', 0, 'nodes'],
    value: 'one',
  },
  { mistake: 'duration of a day', object: pool, at: ['spec', 'disruption', 'budgets', 1, 'duration'], value: '1d' },
  {
    mistake: 'termination after a day',
    object: pool,
    at: ['spec', 'template', 'spec', 'terminationGracePeriod'],
    value: '1d',
  },
];
