import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { NetworkModel } from '../../../../lib/reachability/model';
import { modelOf } from '../../../../lib/reachability/template/model-of';
import { readAssembly } from '../../../../lib/reachability/template/read-assembly';
import type { Stack, Template } from '../../../../lib/reachability/template/stack';

/** A stack of a template, in one account and Region unless told otherwise. */
export function stack(template: Template, changes: Partial<Stack> = {}): Stack {
  const id = changes.stackName ?? 'S';
  const where = { account: '111111111111', region: 'us-east-1' };
  return { id, stackName: id, ...where, template, paths: new Map(), dependencies: [], artifact: id, ...changes };
}

/** The model of one stack with some resources: logical id -> [type, properties]. */
export function modelWith(
  resources: Readonly<Record<string, readonly [string, object?]>>,
  changes: Partial<Stack> = {},
) {
  return modelOf([stack({ Resources: resourcesOf(resources) }, changes)]);
}

export function resourcesOf(resources: Readonly<Record<string, readonly [string, object?]>>) {
  return Object.fromEntries(
    Object.entries(resources).map(([id, [Type, Properties]]) => [id, { Type, Properties: { ...Properties } }]),
  );
}

/** A VPC 10.0.0.0/16 with one subnet in each of two zones. */
export const twoSubnets = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
  A: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' }],
  B: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1b' }],
} as const;

/** What `readAssembly` makes of an app that CDK synthesizes. */
export function synthesized(build: (app: App) => void): NetworkModel {
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    build(app);
    app.synth();
    return readAssembly(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The one component of a list whose name or id ends in a text. */
export function named<T extends { readonly id: string; readonly name?: string }>(list: readonly T[], end: string): T {
  const found = list.filter(({ id, name }) => name?.endsWith(end) || id.endsWith(end));
  const [only, ...others] = found;
  if (!only || others.length > 0)
    throw new Error(`${found.length} of ${list.map(({ name }) => name).join()} end in ${end}`);
  return only;
}
