import { Duration } from 'aws-cdk-lib';
import { HelmChart, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { Application } from './application';
import type { DeliveryConfig } from './delivery-config';
import { argoApplication, argoNamespace, argoProject, NAMESPACE } from './gitops-manifests';
import type { PrivateCluster } from './private-cluster';

/**
 * Argo CD's chart, and what of it runs: Argo CD without its own users, page and API server, which is called core. Whoever
 * may use kubectl sees its applications, so there is no further password and nothing that listens. Without its server nobody
 * makes the key `server.secretkey`, which its controller needed until the fix that is linked here.
 *
 * EKS runs Argo CD as a capability of the cluster too, for users of IAM Identity Center, which a sandbox seldom has.
 *
 * @see https://github.com/argoproj/argo-helm/tree/argo-cd-10.9.0/charts/argo-cd
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/core/
 * @see https://github.com/argoproj/argo-cd/pull/26793
 * @see https://docs.aws.amazon.com/eks/latest/userguide/argocd-comparison.html
 */
const CHART = {
  chart: 'argo-cd',
  repository: 'https://argoproj.github.io/argo-helm',
  version: '10.9.0',
  values: {
    server: { replicas: 0 },
    dex: { enabled: false },
    notifications: { enabled: false },
    applicationSet: { replicas: 0 },
    configs: { cm: { 'admin.enabled': 'false' } },
    global: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
    controller: { resources: { requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '768Mi' } } },
    repoServer: { resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } } },
    redis: { resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '128Mi' } } },
  },
} as const;

export interface GitOpsProps {
  readonly cluster: PrivateCluster;
  readonly delivery: DeliveryConfig;
  readonly applications: readonly Application[];
}

/**
 * Argo CD, and for each environment an Application in a project that allows it one repository, one namespace and five kinds
 * of objects. It pulls: nothing outside of the cluster has access to it.
 */
export class GitOps extends Construct {
  constructor(scope: Construct, id: string, { cluster, delivery, applications }: GitOpsProps) {
    super(scope, id);
    const namespace = new KubernetesManifest(this, 'Namespace', {
      cluster: cluster.cluster,
      manifest: [argoNamespace],
    });
    const argoCd = new HelmChart(this, 'ArgoCd', {
      cluster: cluster.cluster,
      ...CHART,
      values: { ...CHART.values },
      release: 'argocd',
      namespace: NAMESPACE,
      createNamespace: false,
      wait: true,
      timeout: Duration.minutes(14),
    });
    // Its pods need nodes.
    argoCd.node.addDependency(cluster, namespace);
    for (const application of applications) this.deploy(cluster, delivery, application, argoCd);
  }

  private deploy(cluster: PrivateCluster, delivery: DeliveryConfig, application: Application, argoCd: HelmChart): void {
    const { environment, objects } = application;
    const manifest = new KubernetesManifest(this, `${environment.id}Application`, {
      cluster: cluster.cluster,
      manifest: [argoProject(environment, delivery), argoApplication(environment, delivery)],
    });
    manifest.node.addDependency(argoCd, objects);
  }
}
