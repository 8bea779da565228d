import { badAround } from './bad-around';
import { badContainers } from './bad-containers';
import type { BadManifest } from './bad-manifest';
import { badPods } from './bad-pods';
import { badRollout } from './bad-rollout';

export { pathOf, withMistake } from './bad-manifest';

/** Mistakes in the manifests of stack `ZeroDowntimeEks`, each of which the checks have to find. */
export const badManifests: readonly BadManifest[] = [...badRollout, ...badContainers, ...badPods, ...badAround];
