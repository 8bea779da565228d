import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RolloutSpecError } from './rollout-spec-error';

/** The stack whose rollouts the lab makes. */
const STACK = 'ZeroDowntimeEks';

/** A resource of a CloudFormation template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

/** The synthesized stack. */
export interface StackArtifacts {
  readonly resources: Readonly<Record<string, Resource>>;
  /** Every Kubernetes object that the stack applies. */
  readonly manifests: readonly KubernetesObject[];
  /** Folders of the images that the stack builds, by the hash that their tag holds. */
  readonly images: Readonly<Record<string, string>>;
}

/** A Kubernetes object as the template holds it; what is known only when it is deployed is `${...}` in it. */
export interface KubernetesObject {
  /** Logical id of the resource that applies it, and those that come before. */
  readonly resource: { readonly id: string; readonly after: readonly string[] };
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

/**
 * Reads the artifacts of the stack out of a cloud assembly.
 *
 * @throws RolloutSpecError
 */
export function readStack(assembly: string): StackArtifacts {
  const { Resources: resources = {} } = json<{ Resources?: Record<string, Resource> }>(assembly, 'template');
  const { dockerImages = {} } = json<{
    dockerImages?: Record<string, { source: { directory: string } }>;
  }>(assembly, 'assets');
  return {
    resources,
    manifests: Object.entries(resources).flatMap(([id, { Type, Properties, DependsOn = [] }]) =>
      /^Custom::AWSCDK-EKS.*KubernetesResource$/.test(Type)
        ? parse(textOf(Properties?.Manifest)).map((one) => ({ ...one, resource: { id, after: [DependsOn].flat() } }))
        : [],
    ),
    images: Object.fromEntries(
      Object.entries(dockerImages).map(([hash, { source }]) => [hash, join(assembly, source.directory)]),
    ),
  };
}

/** Text of a template, whose intrinsic functions become `${...}` so that they can be told apart. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    const [separator, parts] = argument as [string, readonly unknown[]];
    return parts.map(textOf).join(separator);
  }
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument;
  return `\${${name === 'Ref' ? String(argument) : [name, argument].flat().map(String).join('.')}}`;
}

function parse(text: string): readonly Omit<KubernetesObject, 'resource'>[] {
  try {
    return JSON.parse(text) as readonly Omit<KubernetesObject, 'resource'>[];
  } catch (error) {
    throw new RolloutSpecError(`a manifest of stack ${STACK} is no JSON: ${String(error)}`);
  }
}

function json<T>(assembly: string, what: 'template' | 'assets'): T {
  const file = join(assembly, `${STACK}.${what}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new RolloutSpecError(`${file}: ${String(error)}`);
  }
}
