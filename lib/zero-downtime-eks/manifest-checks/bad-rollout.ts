import type { BadManifest } from './bad-manifest';

const deployment = 'Deployment payments/payments';
const budget = 'PodDisruptionBudget payments/payments';
const autoscaler = 'HorizontalPodAutoscaler payments/payments';
const service = 'Service payments/payments';
const bare = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'alone', namespace: 'payments' },
  spec: { containers: [{ name: 'alone', image: 'alone:1' }] },
};

/** Of names, labels, selectors and rollouts. */
export const badRollout: readonly BadManifest[] = [
  {
    mistake: 'name with an underscore',
    object: deployment,
    at: ['metadata', 'name'],
    value: 'pay_ments',
    foundIn: 'Deployment payments/pay_ments',
  },
  {
    mistake: 'namespace that nothing makes',
    object: budget,
    at: ['metadata', 'namespace'],
    value: 'payment',
    foundIn: 'PodDisruptionBudget payment/payments',
  },
  { mistake: 'label with a space', object: deployment, at: ['metadata', 'labels', 'team'], value: 'two words' },
  {
    mistake: 'annotation that is no text',
    object: service,
    at: ['metadata', 'annotations'],
    value: { retries: 3 },
    path: 'metadata.annotations.retries',
  },
  { mistake: 'bare Pod', object: deployment, at: [], value: bare, foundIn: 'Pod payments/alone', path: 'kind' },
  {
    mistake: 'selector that is not the template’s labels',
    object: deployment,
    at: ['spec', 'selector', 'matchLabels'],
    value: { app: 'other' },
    path: 'spec.selector',
  },
  {
    mistake: 'selector that takes the canary, too',
    object: deployment,
    at: ['spec', 'selector'],
    value: { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'Exists' }] },
  },
  {
    mistake: 'maxSurge and maxUnavailable 0',
    object: deployment,
    at: ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
    value: 0,
    path: 'spec.strategy.rollingUpdate',
  },
  {
    mistake: 'Recreate',
    object: deployment,
    at: ['spec', 'strategy'],
    value: { type: 'Recreate' },
    path: 'spec.strategy.type',
  },
  {
    mistake: 'progress deadline below minReadySeconds',
    object: deployment,
    at: ['spec', 'progressDeadlineSeconds'],
    value: 10,
  },
  {
    mistake: 'replicas beside an autoscaler',
    object: deployment,
    at: ['spec', 'replicas'],
    value: 3,
    foundIn: autoscaler,
    path: 'spec.scaleTargetRef',
  },
  { mistake: 'no apiVersion', object: deployment, at: ['apiVersion'] },
  {
    mistake: 'the same object twice',
    object: 'Service payments/payments',
    at: [],
    value: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'payments', namespace: 'payments' } },
    path: 'metadata.name',
  },
  {
    mistake: 'namespace of what is in none',
    object: 'NodePool payments',
    at: ['metadata', 'namespace'],
    value: 'payments',
    foundIn: 'NodePool payments/payments',
  },
  {
    mistake: 'label with two prefixes',
    object: deployment,
    at: ['metadata', 'labels', 'a/b/c'],
    value: 'd',
    path: 'metadata.labels',
  },
  { mistake: 'no container', object: deployment, at: ['spec', 'template', 'spec', 'containers'], value: [] },
  { mistake: 'empty selector', object: deployment, at: ['spec', 'selector'], value: {} },
  {
    mistake: 'maxSurge that is a word',
    object: deployment,
    at: ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
    value: 'one',
  },
  {
    mistake: 'maxUnavailable that is a word',
    object: deployment,
    at: ['spec', 'strategy', 'rollingUpdate', 'maxUnavailable'],
    value: 'none',
  },
];
