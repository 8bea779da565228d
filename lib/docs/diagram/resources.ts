import { isRecord } from '../../reachability/template/json-file';
import { nameOf } from '../../reachability/template/paths';
import type { Stack } from '../../reachability/template/stack';
import { referencesIn } from './references';

/** A resource of a template, as far as a picture needs it. */
export interface Resource {
  /** `<stack>.<logical id>`. */
  readonly id: string;
  /** Construct path, the stack's name first. */
  readonly path: string;
  /** CloudFormation type. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of stacks, and who refers to whom. */
export class Resources {
  readonly all: readonly Resource[];
  private readonly byId: ReadonlyMap<string, Resource>;
  private readonly exports: ReadonlyMap<string, { readonly stack: Stack; readonly value: unknown }>;
  private readonly stacks: ReadonlyMap<string, Stack>;

  constructor(stacks: readonly Stack[]) {
    this.stacks = new Map(stacks.map((stack) => [stack.id, stack]));
    this.all = stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {}).map(([logicalId, { Type, Properties = {} }]) => ({
        id: `${stack.id}.${logicalId}`,
        path: nameOf(stack, logicalId),
        type: Type,
        properties: Properties,
      })),
    );
    this.byId = new Map(this.all.map((resource) => [resource.id, resource]));
    this.exports = new Map(
      stacks.flatMap((stack) =>
        Object.values(stack.template.Outputs ?? {}).flatMap(({ Export, Value }) =>
          typeof Export?.Name === 'string' ? [[Export.Name, { stack, value: Value }] as const] : [],
        ),
      ),
    );
  }

  /** Resources of a type, such as `AWS::EC2::VPC`. */
  ofType(type: string): readonly Resource[] {
    return this.all.filter((resource) => resource.type === type);
  }

  /** The resources that a value in the template of a resource refers to, across stacks too. */
  referredTo({ id }: Resource, value: unknown): readonly Resource[] {
    const stack = this.stacks.get(id.slice(0, id.lastIndexOf('.')));
    return stack === undefined ? [] : [...new Set(this.resolve(stack, value))];
  }

  private resolve(stack: Stack, value: unknown): readonly Resource[] {
    return referencesIn(value).flatMap((reference) => {
      if ('logicalId' in reference) return this.byId.get(`${stack.id}.${reference.logicalId}`) ?? [];
      const exported = this.exports.get(reference.exported);
      return exported === undefined ? [] : this.resolve(exported.stack, exported.value);
    });
  }
}

/** A property that is a list of objects; empty where it is anything else. */
export function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}
