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
