import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../../../cdk.json';
import type { OverlappingCidrConfig } from '../../../lib/overlapping-cidr/config';
import { overlappingCidrStacks } from '../../../lib/overlapping-cidr/stacks';

export interface Resource {
  readonly id: string;
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a template holds; the tests say what they expect of it.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export const oneAccount: OverlappingCidrConfig = {};

export const twoAccounts: OverlappingCidrConfig = {
  consumer: { account: '111122223333', region: 'eu-west-1' },
  provider: { account: '444455556666', region: 'eu-west-1' },
};

/** For `describe.each`. */
export const modes = [
  ['one account', oneAccount],
  ['two accounts', twoAccounts],
] as const;

/** The cloud assembly of the exercise alone. */
export function assemblyOf(config: OverlappingCidrConfig, nag = false) {
  const app = new App({ context });
  if (nag) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  overlappingCidrStacks(app, config);
  return app.synth();
}

const known = new Map<OverlappingCidrConfig, Templates>();

/** Synthesizes each config once. */
export function templatesOf(config: OverlappingCidrConfig): Templates {
  const templates = known.get(config) ?? new Templates(config);
  known.set(config, templates);
  return templates;
}

/** The templates of the exercise, stacks named without their prefix. */
class Templates {
  readonly assembly;
  private readonly templates: ReadonlyMap<string, unknown>;

  constructor(config: OverlappingCidrConfig) {
    this.assembly = assemblyOf(config);
    this.templates = new Map(this.assembly.stacks.map(({ stackName, template }) => [short(stackName), template]));
  }

  get stacks(): readonly string[] {
    return [...this.templates.keys()];
  }

  /** Stacks that are no base. */
  get options(): readonly string[] {
    return this.stacks.filter((stack) => stack !== 'Consumer' && stack !== 'Provider');
  }

  resources(stack: string, type?: string): readonly Resource[] {
    const { Resources } = this.templates.get(stack) as { Resources: Record<string, Omit<Resource, 'id'>> };
    const all = Object.entries(Resources).map(([id, resource]) => ({ id, ...resource }));
    return type === undefined ? all : all.filter(({ Type }) => Type === type);
  }

  /** @throws Error unless there is exactly one */
  only(stack: string, type: string): Resource {
    const [first, ...others] = this.resources(stack, type);
    if (!first || others.length > 0) throw new Error(`${stack} has not exactly one ${type}`);
    return first;
  }

  /** Ingress rules of a security group of `stack` that the stack itself holds, wherever they stand. */
  ingress(stack: string, securityGroup: Resource): readonly Resource['Properties'][] {
    const own = this.resources(stack, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
    return [
      ...(securityGroup.Properties.SecurityGroupIngress ?? []),
      ...own.filter(({ GroupId }) => this.origin(stack, GroupId) === `${stack}.${securityGroup.id}`),
    ];
  }

  /** What a reference in `stack` means, also across stacks: `<stack>.<logical id>`. */
  origin(stack: string, reference: unknown): string {
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::GetStackOutput': output } = reference as Record<string, never>;
    if (Ref) return `${stack}.${Ref}`;
    if (attribute) return `${stack}.${attribute[0]}`;
    if (!output) return JSON.stringify(reference);
    const { StackName, OutputName } = output as { StackName: string; OutputName: string };
    const other = short(StackName);
    const { Outputs } = this.templates.get(other) as { Outputs: Record<string, { Value: unknown }> };
    return this.origin(other, Outputs[OutputName]?.Value);
  }
}

const short = (stackName: string): string => stackName.replace('OverlappingCidr-', '');
