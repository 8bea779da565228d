import fc from 'fast-check';
import { checkManifests, type KubernetesObject } from '../../../lib/zero-downtime-eks/manifest-checks';
import { badManifests, pathOf, withMistake } from '../../../lib/zero-downtime-eks/manifest-checks/bad-manifests';
import { readManifests } from '../../../lib/zero-downtime-eks/synthesized-manifests';
import { assemblyWith } from './assembly';

const objects = readManifests(assemblyWith().folder).flatMap((cluster) => cluster.objects);

test('those of the stack are sound', () => {
  expect(objects.length).toBeGreaterThanOrEqual(12);
  expect(checkManifests(objects)).toEqual([]);
});

test.each(badManifests.map((bad) => [bad.mistake, bad] as const))('finds the mistake: %s', (_, bad) => {
  const findings = checkManifests(withMistake(objects, bad));
  const path = pathOf(bad);
  expect(
    findings.filter((each) => each.object === (bad.foundIn ?? bad.object) && each.path.endsWith(path)),
  ).not.toEqual([]);
});

test('a finding names object, path and problem', () => {
  const latest = badManifests.find(({ mistake }) => mistake === 'image `latest`');
  expect(latest && checkManifests(withMistake(objects, latest))).toEqual([
    {
      object: 'Deployment payments/payments',
      path: 'spec.template.spec.containers[0].image',
      problem: 'payments:latest is another image tomorrow: pin a tag or a digest',
    },
  ]);
});

const pod = (labels: object, changes: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'a', image: 'a:1', ...changes }] },
});
const deployment = (name: string, labels: object, changes: object = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { selector: { matchLabels: labels }, template: pod(labels), ...changes },
});
const budget = (name: string, spec: object): KubernetesObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { selector: { matchLabels: { app: 'a' } }, ...spec },
});
const problems = (...all: readonly KubernetesObject[]) => checkManifests(all).map(({ problem }) => problem);

test('a small Deployment with a budget is sound', () => {
  expect(problems(deployment('a', { app: 'a' }, { replicas: 2 }), budget('a', { minAvailable: 1 }))).toEqual([]);
});

test.each([
  ['minAvailable of the only pod', { minAvailable: 1 }, 1, /1 of 1 never lets a pod go/],
  ['minAvailable of 50 % of one', { minAvailable: '50%' }, 1, /"50%" of 1 never lets a pod go/],
  ['maxUnavailable of 0 %', { maxUnavailable: '0%' }, 3, /"0%" never lets a pod go/],
  ['neither', {}, 3, /needs either/],
  ['no share', { minAvailable: 'most' }, 3, /neither a number nor a percentage/],
])('a budget that cannot be satisfied: %s', (_, spec, replicas, problem) => {
  const found = problems(deployment('a', { app: 'a' }, { replicas }), budget('a', spec));
  expect(found).toEqual([expect.stringMatching(problem)]);
});

test('maxUnavailable of 1 % is one pod, as Kubernetes rounds it up', () => {
  expect(problems(deployment('a', { app: 'a' }, { replicas: 3 }), budget('a', { maxUnavailable: '1%' }))).toEqual([]);
});

test('two budgets of the same pods', () => {
  const found = problems(
    deployment('a', { app: 'a' }, { replicas: 3 }),
    budget('one', { maxUnavailable: 1 }),
    budget('two', { maxUnavailable: 1 }),
  );
  expect(found).toEqual([
    expect.stringContaining('PodDisruptionBudget two'),
    expect.stringContaining('PodDisruptionBudget one'),
  ]);
});

test('two Deployments with the selector of each other', () => {
  const both = { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] };
  expect(problems(deployment('a', { app: 'a' }, { selector: both }), deployment('b', { app: 'b' }))).toEqual([
    'matches the pods of Deployment b, too',
  ]);
});

test('the same object twice', () => {
  expect(problems(deployment('a', { app: 'a' }), deployment('a', { app: 'a' }))).toContain(
    'another object of the cluster is called the same',
  );
});

test('a Job that always restarts', () => {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { template: pod({}) } };
  expect(problems(job)).toEqual(['a Job needs Never or OnFailure']);
});

test('a Job with a selector of its own', () => {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } };
  const spec = { selector: { matchLabels: { app: 'a' } }, template };
  expect(problems({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec })).toEqual([
    'Kubernetes makes the selector of a Job',
  ]);
});

test.each([
  'registry.example:5000/payments:1',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments:4d4d4989',
  `payments@sha256:${'0'.repeat(64)}`,
  `registry.example:5000/payments:latest@sha256:${'0'.repeat(64)}`,
])('the image %s is pinned', (image) => {
  expect(problems(deployment('a', { app: 'a' }, { template: pod({ app: 'a' }, { image }) }))).toEqual([]);
});

test.each(['payments', 'payments:latest', 'registry.example:5000/payments', ''])('the image %p is not', (image) => {
  expect(problems(deployment('a', { app: 'a' }, { template: pod({ app: 'a' }, { image }) }))).toHaveLength(1);
});

test('nothing that is applied makes the checks fail, and nothing of it is sound', () => {
  const kind = fc.constantFrom('Pod', 'Deployment', 'Job', 'CronJob', 'Service', 'PodDisruptionBudget', 'NodePool');
  const anything = fc.jsonValue({ maxDepth: 4 });
  const object = fc.record({ kind, metadata: fc.option(anything, { nil: undefined }), spec: anything });
  fc.assert(
    fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), (all) => {
      expect(checkManifests(all).length).toBeGreaterThan(0);
    }),
  );
});

test('whatever is put into one place of sound manifests, the checks come to an end', () => {
  const place = fc.constantFrom(...badManifests.filter(({ at }) => at.length > 0));
  fc.assert(
    fc.property(place, fc.jsonValue({ maxDepth: 3 }), (bad, value) => {
      expect(Array.isArray(checkManifests(withMistake(objects, { ...bad, value })))).toBe(true);
    }),
  );
});
