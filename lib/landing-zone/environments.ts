/** A place where the link service runs. Both are in one cluster here; in earnest production has an account of its own. */
export interface Environment {
  /** Id of its construct. */
  readonly id: 'Staging' | 'Production';
  /** Folder of its overlay in services/landing-zone/deploy/overlays. */
  readonly overlay: 'staging' | 'production';
  /** Namespace of everything that belongs to it. */
  readonly namespace: string;
}

/** In the order in which an image reaches them. */
export const ENVIRONMENTS: readonly Environment[] = [
  { id: 'Staging', overlay: 'staging', namespace: 'links-staging' },
  { id: 'Production', overlay: 'production', namespace: 'links-production' },
];

/**
 * Names that the stack and the manifests of services/landing-zone/deploy agree on; a test compares them. Kubernetes
 * objects have no other identity than their name.
 */
export const NAMES = {
  serviceAccount: 'links',
  configMap: 'links',
  /** Key of the ConfigMap. */
  tableName: 'tableName',
  /** Key of the ConfigMap. */
  region: 'region',
  secretProviderClass: 'links-administrator-token',
  /** Name of the file with the tokens below the mount. */
  tokenFile: 'administrator-token.json',
  /** Image of the manifests, which the overlays replace by a digest. */
  image: 'links',
} as const;
