import { KUBERNETES_VERSION } from '../../../lib/constructs/kubernetes-version';
import { dependencies } from '../../../package.json';

test('kubectl is of the version of the clusters', () => {
  const layers = Object.keys(dependencies).filter((name) => name.startsWith('@aws-cdk/lambda-layer-kubectl-'));
  expect(layers).toEqual([`@aws-cdk/lambda-layer-kubectl-v${KUBERNETES_VERSION.version.replace('1.', '')}`]);
});
