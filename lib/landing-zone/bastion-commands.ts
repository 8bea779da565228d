import { Aws } from 'aws-cdk-lib';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { KUBERNETES_VERSION } from '../constructs/kubernetes-version';

const RELEASES = 'https://dl.k8s.io/release';
/** The public address may still be changing when the instance starts. */
const FETCH = 'curl --fail --silent --show-error --location --retry 10 --retry-all-errors';

/**
 * What the bastion does at its first start: it gets the newest kubectl of the cluster's minor version, and a kubeconfig for
 * every user of it. That holds no credentials: kubectl asks the AWS CLI, which has those of the instance.
 *
 * @see https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/
 */
export function bastionCommands({ clusterName }: Cluster): readonly string[] {
  return [
    'set -euo pipefail',
    `folder="${RELEASES}/$(${FETCH} ${RELEASES}/stable-${KUBERNETES_VERSION.version}.txt)/bin/linux/arm64"`,
    'cd /usr/local/bin',
    `${FETCH} --remote-name "$folder/kubectl"`,
    // Whether the download is whole; both come from the same host.
    `echo "$(${FETCH} "$folder/kubectl.sha256")  kubectl" | sha256sum --check`,
    'chmod 755 kubectl',
    `aws eks update-kubeconfig --region ${Aws.REGION} --name ${clusterName} --kubeconfig /etc/kubeconfig`,
    'chmod 644 /etc/kubeconfig',
    "echo 'export KUBECONFIG=/etc/kubeconfig' > /etc/profile.d/kubeconfig.sh",
  ];
}
