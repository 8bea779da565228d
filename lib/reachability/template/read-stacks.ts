import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input-error';
import { isRecord, readJsonObject, reasonOf } from './json-file';
import { withNestedStacks } from './nested-stacks';
import { inDeploymentOrder } from './order';
import { pathsByLogicalId } from './paths';
import type { Stack } from './stack';
import { readTemplate, type TopStack } from './template-file';

/** What stands in for an account that the stacks leave open. */
export const UNKNOWN_ACCOUNT = '111111111111';

/** What stands in for a Region that the stacks leave open. */
export const UNKNOWN_REGION = 'us-east-1';

/**
 * The stacks of a folder, nested ones included: those of its manifest.json, or else every `*.template.json`. What others
 * are deployed after comes first.
 *
 * @throws InputError when the folder is unreadable, holds no template, or one does not parse
 */
export function readStacks(folder: string): readonly Stack[] {
  const names = listFolder(folder);
  const stacks = names.includes('manifest.json') ? fromManifest(folder) : fromTemplates(folder, names);
  if (stacks.length === 0) throw new InputError(`${folder} holds no CloudFormation template`);
  return inDeploymentOrder(withUniqueIds(stacks)).flatMap((stack) => withNestedStacks(stack));
}

function fromManifest(folder: string): readonly TopStack[] {
  const { artifacts } = readJsonObject(join(folder, 'manifest.json'));
  if (!isRecord(artifacts)) return [];
  return Object.entries(artifacts).flatMap(([artifact, described]) => {
    if (!isRecord(described) || !isRecord(described.properties)) return [];
    const { type, properties } = described;
    if (type === 'cdk:cloud-assembly') return fromManifest(join(folder, String(properties.directoryName)));
    if (type !== 'aws:cloudformation:stack') return [];
    return [{ ...environmentOf(described.environment), ...templateOf(folder, artifact, described) }];
  });
}

function templateOf(folder: string, artifact: string, described: Readonly<Record<string, unknown>>) {
  const { stackName = artifact, templateFile } = isRecord(described.properties) ? described.properties : {};
  const { dependencies, additionalMetadataFile } = described;
  const metadata =
    typeof additionalMetadataFile === 'string' && existsSync(join(folder, additionalMetadataFile))
      ? readJsonObject(join(folder, additionalMetadataFile))
      : {};
  return {
    id: String(stackName),
    stackName: String(stackName),
    template: readTemplate(join(folder, String(templateFile))),
    paths: pathsByLogicalId({ ...(isRecord(described.metadata) ? described.metadata : {}), ...metadata }),
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    artifact,
    folder,
  };
}

function fromTemplates(folder: string, names: readonly string[]): readonly TopStack[] {
  const files = names.filter((name) => name.endsWith('.template.json') && !name.endsWith('.nested.template.json'));
  return files.map((file) => {
    const stackName = file.slice(0, -'.template.json'.length);
    const template = readTemplate(join(folder, file));
    const where = { account: UNKNOWN_ACCOUNT, region: UNKNOWN_REGION };
    return {
      id: stackName,
      stackName,
      ...where,
      template,
      paths: new Map(),
      dependencies: [],
      artifact: stackName,
      folder,
    };
  });
}

function environmentOf(environment: unknown): { readonly account: string; readonly region: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(environment)) ?? [];
  return {
    account: account === undefined || account === 'unknown-account' ? UNKNOWN_ACCOUNT : account,
    region: region === undefined || region === 'unknown-region' ? UNKNOWN_REGION : region,
  };
}

/** Stacks of several accounts or Regions may have one name. */
function withUniqueIds(stacks: readonly TopStack[]): readonly TopStack[] {
  const unique = (id: (stack: TopStack) => string): boolean => new Set(stacks.map(id)).size === stacks.length;
  const environment = ({ stackName, account, region }: TopStack): string => `${stackName}@${account}-${region}`;
  const id = [({ stackName }: TopStack) => stackName, environment].find(unique) ?? (({ artifact }) => artifact);
  return stacks.map((stack) => ({ ...stack, id: id(stack) }));
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new InputError(`cannot read ${folder}: ${reasonOf(error)}`);
  }
}
