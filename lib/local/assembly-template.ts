import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A synthesized template whose references are resolved to what runs locally. */
export class AssemblyTemplate {
  private readonly references = new Map<string, { readonly ref: string; readonly arn: string }>();

  private constructor(
    private readonly folder: string,
    /** Path of the construct by logical id. */
    private readonly paths: ReadonlyMap<string, string>,
    /** Folder by the object key under which the asset is uploaded. */
    private readonly assets: ReadonlyMap<string, string>,
    private readonly resources: Readonly<Record<string, TemplateResource>>,
    private readonly pseudo: Readonly<Record<string, string>>,
    private readonly parameters: Readonly<Record<string, { readonly Default?: unknown }>>,
  ) {}

  /**
   * @param assembly the folder cdk.out
   * @throws Error when it has no such stack
   */
  static read(assembly: string, stackName: string, accountId: string): AssemblyTemplate {
    const path = resolve(assembly, `${stackName}.template.json`);
    if (!existsSync(path)) throw new Error(`${path} does not exist: run npx cdk synth`);
    const template = JSON.parse(readFileSync(path, 'utf8')) as {
      Resources: Record<string, TemplateResource>;
      Parameters?: Record<string, { Default?: unknown }>;
    };
    const pseudo = {
      'AWS::AccountId': accountId,
      'AWS::Region': 'us-east-1',
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
    };
    const folder = dirname(path);
    const paths = readPaths(join(folder, `${stackName}.metadata.json`));
    const assets = readAssets(join(folder, `${stackName}.assets.json`));
    return new AssemblyTemplate(folder, paths, assets, template.Resources, pseudo, template.Parameters ?? {});
  }

  ofType(...types: readonly string[]): readonly (readonly [string, TemplateResource])[] {
    const found = Object.entries(this.resources).filter(([, { Type }]) => types.includes(Type));
    return found.map(([id, resource]) => [id, { ...resource, Properties: resource.Properties ?? {} }]);
  }

  resource(logicalId: string): TemplateResource {
    const found = this.resources[logicalId];
    if (!found) throw new Error(`the template has no resource ${logicalId}`);
    return { ...found, Properties: found.Properties ?? {} };
  }

  /** Logical ids of the queues that others name as their dead-letter queue. */
  deadLetterQueueIds(): readonly string[] {
    const policies = this.ofType('AWS::SQS::Queue').map(([, { Properties }]) => Properties.RedrivePolicy);
    const rules = this.ofType('AWS::Events::Rule').flatMap(
      ([, { Properties }]) => (Properties.Targets ?? []) as object[],
    );
    const targets = rules.map((target) => (target as { DeadLetterConfig?: { Arn: unknown } }).DeadLetterConfig?.Arn);
    const arns = policies.map(
      (policy) => (policy as { deadLetterTargetArn?: unknown } | undefined)?.deadLetterTargetArn,
    );
    return [...new Set([...arns, ...targets].flatMap((arn) => this.reference(arn) ?? []))];
  }

  /** The path of the construct that made the resource, such as `AutoTagging/Tagging/Tagger/Resource`. */
  pathOf(logicalId: string): string {
    return String(this.resource(logicalId).Metadata?.['aws:cdk:path'] ?? this.paths.get(logicalId) ?? logicalId);
  }

  /** The id of the construct that made the resource: `Tagger` for the path `AutoTagging/Tagging/Tagger/Resource`. */
  idOf(logicalId: string): string {
    const parts = this.pathOf(logicalId).split('/');
    return (parts.at(-1) === 'Resource' ? parts.at(-2) : parts.at(-1)) ?? logicalId;
  }

  /** The folder of a function's code; undefined for code that is in the template. */
  assetOf(logicalId: string): string | undefined {
    const { S3Key } = (this.resource(logicalId).Properties.Code ?? {}) as { S3Key?: unknown };
    const asset = this.assets.get(String(S3Key));
    return asset === undefined ? undefined : resolve(this.folder, asset);
  }

  /** Says what `Ref` and `Fn::GetAtt Arn` of a resource are here. */
  setReference(logicalId: string, ref: string, arn: string): void {
    this.references.set(logicalId, { ref, arn });
  }

  /** The logical id that a value refers to. */
  reference(value: unknown): string | undefined {
    const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
    return Ref ?? attribute?.[0];
  }

  /** A value as text; empty when absent. */
  text(value: unknown): string {
    const resolved = this.resolve(value);
    return resolved === undefined || resolved === null ? '' : String(resolved);
  }

  /** A value with its references resolved; one to a resource that does not run here is the resource's logical id. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const [[name, operand] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (name === 'Ref') return this.resolveReference(String(operand));
      if (name === 'Fn::GetAtt') return this.resolveAttribute(operand as readonly string[]);
      if (name === 'Fn::Join') {
        const [separator, parts] = operand as [string, unknown[]];
        return parts.map((part) => this.text(part)).join(separator);
      }
      if (name === 'Fn::Sub' && typeof operand === 'string') {
        return operand.replace(/\$\{([^!}]+)\}/g, (_all, id: string) => this.resolveReference(id));
      }
    }
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.resolve(child)]));
  }

  private resolveReference(id: string): string {
    const parameter = this.parameters[id];
    if (parameter) return String(parameter.Default ?? '');
    return this.pseudo[id] ?? this.references.get(id)?.ref ?? id;
  }

  private resolveAttribute([id = '', attribute = '']: readonly string[]): string {
    const known = this.references.get(id);
    if (known && attribute === 'Arn') return known.arn;
    return attribute === 'QueueName' || attribute === 'Name' || attribute === 'TableName' ? id : (known?.ref ?? id);
  }
}

/**
 * The folder of the bundle of a function.
 *
 * @param id of the function in the stack, such as `Tagger`
 * @throws Error when the assembly has no such stack or function
 */
export function assetOf(assembly: string, stackName: string, id: string): string {
  const template = AssemblyTemplate.read(assembly, stackName, '123456789012');
  const [logicalId] =
    template.ofType('AWS::Lambda::Function').find(([candidate]) => template.idOf(candidate) === id) ?? [];
  const asset = logicalId === undefined ? undefined : template.assetOf(logicalId);
  if (asset === undefined) throw new Error(`the stack ${stackName} has no function ${id}`);
  return asset;
}

/** From the metadata of the stack: the template holds the paths only when the CLI asks for them. */
function readPaths(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const metadata = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { type: string; data?: unknown }[]>;
  return new Map(
    Object.entries(metadata).flatMap(([path, entries]) =>
      entries.filter(({ type }) => type === 'aws:cdk:logicalId').map(({ data }) => [String(data), path] as const),
    ),
  );
}

/** From the asset manifest of the stack. */
function readAssets(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const { files = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
  };
  return new Map(
    Object.values(files).flatMap(({ source: { path }, destinations }) =>
      path ? Object.values(destinations).map(({ objectKey }) => [objectKey, path] as const) : [],
    ),
  );
}
