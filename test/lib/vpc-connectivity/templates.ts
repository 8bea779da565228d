import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import { context } from '../../../cdk.json';
import { vpcConnectivityStacks } from '../../../lib/vpc-connectivity/stacks';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

export const optionNames = ['Peering', 'TransitGateway', 'PrivateLink', 'ResourceEndpoint', 'Lattice'] as const;
export type StackName = 'Base' | (typeof optionNames)[number];

/** Leaves the assets, 60 MB of command line tools, where they are. */
export const unstaged = { ...context, [DISABLE_ASSET_STAGING_CONTEXT]: true };

const app = new App({ context: unstaged });
vpcConnectivityStacks(app);

/** The template of `VpcConnectivity-<name>`. */
export function templateOf(name: StackName): Template {
  const stack = app.node.findChild(`VpcConnectivity-${name}`);
  if (!Stack.isStack(stack)) throw new Error(`${name} is no stack`);
  return Template.fromStack(stack);
}

/** The properties of a stack's resources of a type, by logical id. */
export function propertiesOf(name: StackName, type: string): readonly (readonly [string, Resource['Properties']])[] {
  const found = templateOf(name).findResources(type) as Readonly<Record<string, Resource>>;
  return Object.entries(found).map(([id, { Properties }]) => [id, Properties]);
}

/** Ids of resources of the base that a value refers to, from the names of the outputs that carry them. */
export function references(value: unknown): readonly string[] {
  const text = JSON.stringify(value ?? null);
  return [...text.matchAll(/"PublishOutput(?:Ref|FnGetAtt)(\w+?)"/g)].map(([, name]) => name ?? '');
}
