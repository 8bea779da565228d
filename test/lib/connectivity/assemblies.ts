import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import { context } from '../../../cdk.json';
import type { Connectivity, Scenario } from '../../../lib/connectivity/option';

interface Resource {
  readonly Type: string;
  Properties?: Record<string, unknown>;
}

/** The resources of a template, to be changed. */
export class Resources {
  constructor(private readonly resources: Record<string, Resource>) {}

  /** The only resource of the type whose logical id begins so, or the first of several. */
  find(type: string, begins: string): Record<string, unknown> {
    const properties = this.resources[this.idOf(type, begins)]?.Properties;
    if (properties === undefined) throw new Error(`${begins} has no properties`);
    return properties;
  }

  remove(type: string, begins: string): void {
    delete this.resources[this.idOf(type, begins)];
  }

  add(id: string, Type: string, Properties: Record<string, unknown>): void {
    this.resources[id] = { Type, Properties };
  }

  idOf(type: string, begins: string): string {
    const found = Object.entries(this.resources).find(([id, { Type }]) => Type === type && id.startsWith(begins));
    if (found === undefined) throw new Error(`there is no ${type} ${begins}`);
    return found[0];
  }
}

const folders: string[] = [];

/** The bases and every option of exercises, without the files of functions and images. */
export function synthesized(connectivities: readonly Connectivity[], scenario: Scenario): string {
  const outdir = temporaryFolder();
  const app = new App({ outdir, context: { ...context, [DISABLE_ASSET_STAGING_CONTEXT]: true } });
  for (const { stacks } of connectivities) stacks(app, scenario);
  app.synth();
  return outdir;
}

/** A copy of an assembly with something wrong in the template of a stack. */
export function broken(good: string, stackName: string, breaks: (resources: Resources) => void): string {
  const copy = temporaryFolder();
  cpSync(good, copy, { recursive: true });
  const file = join(copy, `${stackName}.template.json`);
  const before = readFileSync(file, 'utf8');
  const template = JSON.parse(before);
  breaks(new Resources(template.Resources));
  const after = JSON.stringify(template);
  if (after === JSON.stringify(JSON.parse(before))) throw new Error('nothing was broken');
  writeFileSync(file, after);
  return copy;
}

export function removeAssemblies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  return folder;
}
