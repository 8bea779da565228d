import { at, type Check, kindOf, listOf, nameOf, namespaceOf, type Report } from './kubernetes-object';
import { type Container, containersOf, type Pods, podsOf } from './pods';

const LEVEL = 'pod-security.kubernetes.io/enforce';

/**
 * Whether a namespace that enforces the level `restricted` lets the pods in. The Deployment is accepted all the same, and
 * stays without pods.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const checkSecurity: Check = (object, all, report) => {
  const pods = podsOf(object);
  if (pods === undefined) return;
  const namespace = all.find((other) => kindOf(other) === 'Namespace' && nameOf(other) === namespaceOf(object));
  if (at(namespace, 'metadata', 'labels', LEVEL) === 'restricted') {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (pods.spec[field] === true) report(`${pods.path}.${field}`, 'the namespace forbids it');
    }
    for (const container of containersOf(pods)) checkRestricted(pods, container, report);
  }
  checkRoot(pods, report);
  const account = pods.spec.serviceAccountName ?? 'default';
  const accounts = all.filter(
    (other) => kindOf(other) === 'ServiceAccount' && namespaceOf(other) === namespaceOf(object),
  );
  if (account !== 'default' && !accounts.some((other) => nameOf(other) === account)) {
    report(`${pods.path}.serviceAccountName`, `nothing makes the ServiceAccount ${JSON.stringify(account)}`);
  }
};

function checkRestricted({ spec }: Pods, { path, container }: Container, report: Report): void {
  const own = (field: string): unknown => at(container, 'securityContext', field);
  const either = (field: string): unknown => own(field) ?? at(spec, 'securityContext', field);
  const demand = (holds: boolean, field: string, value: string): void => {
    if (!holds) report(`${path}.securityContext.${field}`, `the namespace demands ${value}`);
  };
  demand(own('allowPrivilegeEscalation') === false, 'allowPrivilegeEscalation', 'false');
  demand(listOf(at(own('capabilities'), 'drop')).includes('ALL'), 'capabilities.drop', 'ALL');
  demand(either('runAsNonRoot') === true, 'runAsNonRoot', 'true');
  const profile = at(either('seccompProfile'), 'type');
  demand(profile === 'RuntimeDefault' || profile === 'Localhost', 'seccompProfile.type', 'RuntimeDefault or Localhost');
}

function checkRoot(pods: Pods, report: Report): void {
  for (const { path, container } of containersOf(pods)) {
    const either = (field: string): unknown =>
      at(container, 'securityContext', field) ?? at(pods.spec, 'securityContext', field);
    if (either('runAsNonRoot') === true && either('runAsUser') === 0) {
      report(`${path}.securityContext.runAsUser`, '0 is root, and runAsNonRoot forbids it');
    }
  }
}
