import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A template, as far as the proofs read it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** A Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** The template of the stack in a cloud assembly. */
export function readLandingZone(assembly: string): Template {
  return JSON.parse(readFileSync(join(assembly, 'LandingZone.template.json'), 'utf8')) as Template;
}

/** Resources of a type, with their logical ids. */
export function resourcesOf({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/**
 * The Kubernetes objects that the stack applies. What CloudFormation fills in stands there as `${LogicalId}` or
 * `${LogicalId.Attribute}`.
 */
export function objectsOf(template: Template): readonly KubernetesObject[] {
  return resourcesOf(template, 'Custom::AWSCDK-EKS-KubernetesResource').flatMap(
    ([, { Properties }]) => JSON.parse(textOf(Properties?.Manifest)) as readonly KubernetesObject[],
  );
}

/** A text of a template in which Ref, GetAtt, Join and Sub are written as `${...}`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = []] = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>);
  if (name === 'Ref') return `\${${String(argument)}}`;
  if (name === 'Fn::GetAtt') return `\${${(argument as readonly string[]).join('.')}}`;
  if (name === 'Fn::Sub') return textOf([argument].flat()[0]);
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map(textOf).join(separator);
  }
  return `\${${JSON.stringify(value)}}`;
}
