import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { KubernetesVersion } from 'aws-cdk-lib/aws-eks-v2';

/**
 * Of every cluster. Standard support lasts 14 months; after it 0.10 USD an hour become 0.60 USD.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const KUBERNETES_VERSION = KubernetesVersion.V1_35;

/** With the kubectl of KUBERNETES_VERSION; the two change together. */
export { KubectlV35Layer as KubectlLayer };

/**
 * The day, `YYYY-MM-DD` in UTC, from whose beginning on a version is in extended support. The release calendar of EKS has
 * them, and so has `aws eks describe-cluster-versions`; EKS announces each at least 60 days ahead.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
export const standardSupportEnds: Readonly<Record<string, string>> = {
  '1.31': '2025-11-26',
  '1.32': '2026-03-23',
  '1.33': '2026-07-29',
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
  '1.36': '2027-08-02',
};

/** The version is not in the table. */
export class UnknownVersionError extends Error {
  override readonly name = 'UnknownVersionError';
}

/**
 * Days of standard support that a version has left; 0 and less where it has none.
 *
 * @param version such as `1.35`
 * @throws UnknownVersionError
 */
export function daysOfStandardSupport(version: string, now: Date): number {
  const end = standardSupportEnds[version];
  if (end === undefined) throw new UnknownVersionError(`no end of standard support is known of Kubernetes ${version}`);
  return Math.ceil((Date.parse(`${end}T00:00:00Z`) - now.getTime()) / 86_400_000);
}

/** The newest minor version in the table: what an upgrade goes towards, one minor version at a time. */
export function newestVersion(): string {
  const minor = (version: string): number => Number(version.split('.')[1]);
  return Object.keys(standardSupportEnds).reduce((newest, version) =>
    minor(version) > minor(newest) ? version : newest,
  );
}
