import type { Building } from '../building';
import { parseJson } from '../json-text';
import { idOf, listOf, objectOf, plainOf } from '../properties';
import type { Resource } from '../stack';
import { isList, isObject, isUnknown, type Value, type ValueObject } from '../value';

/** CDK's custom resource that applies manifests. */
export const KUBERNETES_MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

/** A Kubernetes object of a manifest in the templates. */
export interface KubernetesObject {
  /** API group without its version; empty of the core. */
  readonly group: string;
  readonly kind: string;
  /** References in it are printed as ids. */
  readonly name: string;
  readonly rawName: Value;
  readonly namespace: string;
  readonly labels: ValueObject;
  readonly spec: ValueObject;
  /** Id in the model of the cluster. */
  readonly clusterId: string;
  /** The manifest that it stands in. */
  readonly resource: Resource;
}

/** The objects of one manifest. @throws UnresolvedError where it cannot be read */
export function objectsOf(resource: Resource): readonly KubernetesObject[] {
  const { ClusterName, Manifest } = resource.properties;
  const clusterId = idOf(ClusterName, 'ClusterName', 'AWS::EKS::Cluster');
  const parsed = parseJson(Manifest);
  return listOf(isObject(parsed) ? [parsed] : parsed, 'the manifest').map((item) => {
    const { apiVersion, kind, metadata, spec } = objectOf(item, 'an object of the manifest');
    const { labels, name, namespace } = objectOf(metadata, 'metadata');
    const version = String(plainOf(apiVersion));
    return {
      group: version.includes('/') ? version.slice(0, version.indexOf('/')) : '',
      kind: String(plainOf(kind)),
      name: String(plainOf(name)),
      rawName: name,
      namespace: namespace === undefined ? 'default' : String(plainOf(namespace)),
      labels: isObject(labels) ? labels : {},
      spec: isObject(spec) ? spec : {},
      clusterId,
      resource,
    };
  });
}

/** All objects of the cluster that an object belongs to, of whichever manifest can be read. */
export function neighboursOf({ resources }: Building, { clusterId }: KubernetesObject): readonly KubernetesObject[] {
  return [...resources.values()]
    .filter(({ type, properties }) => type === KUBERNETES_MANIFEST && isReadable(properties.Manifest))
    .flatMap(objectsOf)
    .filter((object) => object.clusterId === clusterId);
}

function isReadable(manifest: Value): boolean {
  const parsed = parseJson(manifest);
  return isList(parsed) || (isObject(parsed) && !isUnknown(parsed));
}
