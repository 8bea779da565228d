import {
  daysOfStandardSupport,
  KUBERNETES_VERSION,
  newestVersion,
  standardSupportEnds,
  UnknownVersionError,
} from '../../../lib/constructs/kubernetes-version';
import { dependencies } from '../../../package.json';

test('kubectl is of the version of the clusters', () => {
  const layers = Object.keys(dependencies).filter((name) => name.startsWith('@aws-cdk/lambda-layer-kubectl-'));
  expect(layers).toEqual([`@aws-cdk/lambda-layer-kubectl-v${KUBERNETES_VERSION.version.replace('1.', '')}`]);
});

test('the version of the clusters is in standard support today', () => {
  const { version } = KUBERNETES_VERSION;
  const left = daysOfStandardSupport(version, new Date());
  if (left <= 60) {
    console.warn(`Kubernetes ${version} leaves standard support in ${left} days: upgrade to ${newestVersion()}`);
  }
  expect(left).toBeGreaterThan(0);
});

test.each([
  ['2026-12-01T23:59:59Z', 1],
  ['2026-12-02T00:00:00Z', 0],
  ['2026-10-03T00:00:00Z', 60],
  ['2027-12-02T00:00:00Z', -365],
])('at %s Kubernetes 1.34 has %i days of standard support left', (now, days) => {
  // Not -0, which toBe tells from 0.
  expect(daysOfStandardSupport('1.34', new Date(now)) + 0).toBe(days);
});

test('a version that nobody has looked up is an error, and not supported for ever', () => {
  expect(() => daysOfStandardSupport('1.99', new Date())).toThrow(UnknownVersionError);
});

test('versions are compared by number', () => {
  expect(newestVersion()).toBe(Object.keys(standardSupportEnds).at(-1));
});

test('a later version is supported for longer', () => {
  const ends = Object.values(standardSupportEnds);
  expect([...ends].sort()).toEqual(ends);
});
