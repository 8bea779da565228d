import type { Value } from './value';

/** A CloudFormation template as it is parsed; sections that matter to a network. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

export interface TemplateOutput {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
  readonly Condition?: string;
}

/** A template and where it is deployed. */
export interface Stack {
  /** Unique among the stacks read; ids of its components begin with it. */
  readonly id: string;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** Construct paths by logical id. */
  readonly paths: ReadonlyMap<string, string>;
  /** Artifact ids of the stacks that are deployed before. */
  readonly dependencies: readonly string[];
  /** Id in the manifest. */
  readonly artifact: string;
  /** The stack that deploys it as a resource of its own, and the logical id there. */
  readonly parent?: { readonly stack: Stack; readonly logicalId: string };
}

/** One resource of a stack, its properties resolved. */
export interface Resource {
  /** Id in the model. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly logicalId: string;
  readonly stack: Stack;
  readonly properties: Readonly<Record<string, Value>>;
}

/** Id in the model of a resource. */
export function componentId(stack: Stack, logicalId: string): string {
  return `${stack.id}.${logicalId}`;
}
