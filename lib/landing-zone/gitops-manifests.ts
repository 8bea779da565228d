import type { DeliveryConfig } from './delivery-config';
import type { Environment } from './environments';

/** Of Argo CD. */
export const NAMESPACE = 'argocd';

/** Where the overlays are, from the root of the repository. */
export const OVERLAYS = 'services/landing-zone/deploy/overlays';

/**
 * What Git may bring into a namespace. Neither a Secret nor a Role nor anything of the cluster is among them, so that
 * whoever can push to the branch cannot give himself more.
 */
export const KINDS = [
  { group: 'apps', kind: 'Deployment' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
] as const;

/** The cluster that Argo CD runs in. */
const IN_CLUSTER = 'https://kubernetes.default.svc';

type Manifest = Readonly<Record<string, unknown>>;

/** A namespace of the stack goes with it; one that Helm makes stays. */
export const argoNamespace: Manifest = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
};

const metadata = ({ namespace }: Environment) => ({ name: namespace, namespace: NAMESPACE });

const urlOf = ({ repository }: DeliveryConfig): string => `https://github.com/${repository}.git`;

/**
 * What an application may be made of, and where. Kinds of the whole cluster are forbidden in a project that lists none.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export const argoProject = (environment: Environment, delivery: DeliveryConfig): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: metadata(environment),
  spec: {
    description: `The link service in ${environment.namespace}`,
    sourceRepos: [urlOf(delivery)],
    destinations: [{ server: IN_CLUSTER, namespace: environment.namespace }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: KINDS.map((kind) => ({ ...kind })),
  },
});

/**
 * Keeps a namespace as an overlay of the branch says. What was changed by hand is changed back (selfHeal), and what is no
 * longer in Git is deleted (prune). It has no finalizer: when the stack goes, the namespace takes everything with it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export const argoApplication = (environment: Environment, delivery: DeliveryConfig): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: metadata(environment),
  spec: {
    project: environment.namespace,
    source: {
      repoURL: urlOf(delivery),
      targetRevision: delivery.branch,
      path: `${OVERLAYS}/${environment.overlay}`,
    },
    destination: { server: IN_CLUSTER, namespace: environment.namespace },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
    },
  },
});
