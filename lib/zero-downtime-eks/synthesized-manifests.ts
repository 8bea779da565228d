import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Resource, textOf } from './lab/template';
import type { KubernetesObject } from './manifest-checks';
import { at, titleOf } from './manifest-checks/kubernetes-object';

/** What the stacks of an assembly apply to one cluster. */
export interface ClusterManifests {
  /** Stack and logical id of the cluster. */
  readonly cluster: string;
  /** What is known only when it is deployed is `unknown` in them. */
  readonly objects: readonly KubernetesObject[];
}

/** A manifest is no JSON list of objects. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/**
 * Every Kubernetes object of every stack, by its cluster: objects refer to each other only there. Of Helm charts
 * only the namespace is in a template.
 *
 * @param assembly folder of the synthesized cloud assembly
 * @throws ManifestError
 */
export function readManifests(assembly: string): readonly ClusterManifests[] {
  const templates = readTemplates(assembly);
  const clusters = new Map<string, KubernetesObject[]>();
  for (const [stack, { Resources = {} }] of templates) {
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      if (!Type.startsWith('Custom::AWSCDK-EKS')) continue;
      const cluster = clusterOf(stack, Properties?.ClusterName, templates);
      const objects = Type.endsWith('KubernetesResource')
        ? parse(textOf(Properties?.Manifest), `${stack}/${id}`)
        : namespaceOfChart(Properties);
      if (objects.length > 0) clusters.set(cluster, [...(clusters.get(cluster) ?? []), ...objects]);
    }
  }
  return [...clusters].map(([cluster, objects]) => ({ cluster, objects: withoutRepeatedNamespaces(objects) }));
}

/** A Helm chart may make the namespace that it is in; the property is a text in the template. */
function namespaceOfChart({
  Chart,
  CreateNamespace,
  Namespace,
}: Resource['Properties'] = {}): readonly KubernetesObject[] {
  if (Chart === undefined || String(CreateNamespace) !== 'true') return [];
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: Namespace } }];
}

/** Several charts may make one namespace, if it is not there yet. */
const withoutRepeatedNamespaces = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  objects.filter(
    (object, index) =>
      object.kind !== 'Namespace' || objects.findIndex((other) => titleOf(other) === titleOf(object)) === index,
  );

interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

function readTemplates(assembly: string): ReadonlyMap<string, Template> {
  const suffix = '.template.json';
  const files = readdirSync(assembly).filter((name) => name.endsWith(suffix));
  return new Map(
    files
      .sort()
      .map((file) => [
        file.slice(0, -suffix.length),
        JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template,
      ]),
  );
}

/** A stack may apply to a cluster of another, whose name is an output there. */
function clusterOf(stack: string, name: unknown, templates: ReadonlyMap<string, Template>): string {
  const imported = at(name, 'Fn::GetStackOutput');
  if (imported === undefined) return `${stack} ${idOf(name)}`;
  const owner = String(at(imported, 'StackName'));
  return `${owner} ${idOf(at(templates.get(owner), 'Outputs', String(at(imported, 'OutputName')), 'Value'))}`;
}

const idOf = (reference: unknown): string => textOf(reference).replace(/[${}]/g, '');

function parse(text: string, where: string): readonly KubernetesObject[] {
  // No name may hold what is only known later, as `${...}`, and any name may turn out right.
  const known = text.replace(/\$\{[^}]*\}/g, 'unknown');
  try {
    return JSON.parse(known) as readonly KubernetesObject[];
  } catch (error) {
    throw new ManifestError(`the manifest ${where} is no JSON: ${String(error)}`);
  }
}
