import { checkAutoscaler } from './manifest-checks/autoscaler';
import { checkBudget } from './manifest-checks/budget';
import { checkContainers } from './manifest-checks/containers';
import { checkJob } from './manifest-checks/job';
import { type Check, type Finding, type KubernetesObject, titleOf } from './manifest-checks/kubernetes-object';
import { checkMetadata } from './manifest-checks/metadata';
import { checkNodePool } from './manifest-checks/node-pool';
import { checkPlacement } from './manifest-checks/placement';
import { checkSecurity } from './manifest-checks/security';
import { checkService } from './manifest-checks/service';
import { checkWorkload } from './manifest-checks/workload';

export type { Finding, KubernetesObject } from './manifest-checks/kubernetes-object';

const checks: readonly Check[] = [
  checkMetadata,
  checkWorkload,
  checkJob,
  checkContainers,
  checkPlacement,
  checkSecurity,
  checkService,
  checkBudget,
  checkAutoscaler,
  checkNodePool,
];

/**
 * What types and schemas let through: an API server rejects it, or accepts it and it can never do what it is for.
 *
 * @param objects everything that is applied to one cluster
 */
export function checkManifests(objects: readonly KubernetesObject[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const object of objects) {
    const report = (path: string, problem: string): void => {
      findings.push({ object: titleOf(object), path, problem });
    };
    for (const check of checks) check(object, objects, report);
  }
  return findings;
}
