import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { context } from '../../../cdk.json';
import type { ZeroDowntimeEksConfig } from '../../../lib/zero-downtime-eks/config';
import { ZeroDowntimeEksStack } from '../../../lib/zero-downtime-eks/stack';

/** Name of the stack. */
export const STACK = 'ZeroDowntimeEks';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

/** The stack alone, synthesized. */
export function assemblyWith(config: ZeroDowntimeEksConfig = {}): {
  readonly folder: string;
  readonly template: Template;
} {
  const app = new App({ context, analyticsReporting: false });
  const stack = new ZeroDowntimeEksStack(app, STACK, { config });
  return { template: Template.fromStack(stack), folder: app.synth().directory };
}

/** The resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.findResources(type) as Readonly<Record<string, Resource>>);

/**
 * Gives a copy of an assembly to whoever works on it, in which text of the template is another. Nothing of it stays.
 *
 * @param change of the JSON text of the template; manifests are texts in it, so that their quotes have a backslash
 */
export async function withTemplate<Result>(
  folder: string,
  change: (template: string) => string,
  work: (assembly: string) => Promise<Result>,
): Promise<Result> {
  const copy = mkdtempSync(join(tmpdir(), 'takehome-assembly-'));
  try {
    for (const name of readdirSync(folder)) symlinkSync(join(folder, name), join(copy, name));
    const file = `${STACK}.template.json`;
    const text = readFileSync(join(folder, file), 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error('the change changes nothing');
    rmSync(join(copy, file));
    writeFileSync(join(copy, file), changed);
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
