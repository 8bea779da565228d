import {
  at,
  type Check,
  type KubernetesObject,
  kindOf,
  nameOf,
  type Report,
  recordOf,
  titleOf,
} from './kubernetes-object';
import { podsOf } from './pods';
import { follows, isNot, type Syntax, syntax } from './syntax';

const namesOf: Readonly<Record<string, Syntax>> = {
  Namespace: syntax.label,
  Service: syntax.serviceName,
  // Its pods are called after it, and their names become host names.
  Job: syntax.label,
};

const clusterWide = new Set([
  'Namespace',
  'NodePool',
  'NodeClass',
  'PriorityClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'GatewayClass',
  'StorageClass',
  'CustomResourceDefinition',
  'IngressClass',
  'IngressClassParams',
]);

/** Names, namespaces, labels, annotations, and objects that are there twice. */
export const checkMetadata: Check = (object, all, report) => {
  for (const key of ['apiVersion', 'kind']) {
    if (typeof object[key] !== 'string' || object[key] === '') report(key, 'is missing');
  }
  checkName(object, report);
  checkNamespace(object, all, report);
  checkKeys(object, report);
  const first = all.find((other) => other.apiVersion === object.apiVersion && titleOf(other) === titleOf(object));
  if (first !== object) report('metadata.name', 'another object of the cluster is called the same');
};

function checkName(object: KubernetesObject, report: Report): void {
  const form = namesOf[kindOf(object)] ?? syntax.subdomain;
  const name = at(object, 'metadata', 'name');
  if (!follows(name, form)) report('metadata.name', isNot(name, form));
}

function checkNamespace(object: KubernetesObject, all: readonly KubernetesObject[], report: Report): void {
  const namespace = at(object, 'metadata', 'namespace');
  if (clusterWide.has(kindOf(object))) {
    if (namespace !== undefined) report('metadata.namespace', `a ${kindOf(object)} is in no namespace`);
    return;
  }
  const builtIn = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
  const isThere = all.some((other) => kindOf(other) === 'Namespace' && nameOf(other) === namespace);
  if (namespace !== undefined && !builtIn.includes(String(namespace)) && !isThere) {
    report('metadata.namespace', `nothing makes the namespace ${JSON.stringify(namespace)}`);
  }
}

function checkKeys(object: KubernetesObject, report: Report): void {
  const maps: readonly (readonly [string, unknown])[] = [
    ['metadata.labels', at(object, 'metadata', 'labels')],
    ['metadata.annotations', at(object, 'metadata', 'annotations')],
    ['spec.selector.matchLabels', at(object, 'spec', 'selector', 'matchLabels')],
    [
      `${podsOf(object)?.path.replace(/spec$/, '')}metadata.labels`,
      kindOf(object) === 'Pod' ? {} : podsOf(object)?.labels,
    ],
  ];
  for (const [path, map] of maps) {
    for (const [key, value] of Object.entries(recordOf(map))) {
      if (!follows(key, syntax.key)) report(path, isNot(key, syntax.key));
      if (path.endsWith('annotations')) {
        if (typeof value !== 'string') report(`${path}.${key}`, 'an annotation is a text');
      } else if (!follows(value, syntax.labelValue)) report(`${path}.${key}`, isNot(value, syntax.labelValue));
    }
  }
}
