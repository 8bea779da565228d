import { type Dirent, readdirSync } from 'node:fs';
import { readDescribe } from './describe/read-describe';
import { InputError } from './input-error';
import type { NetworkModel } from './model';
import { readAssembly } from './template/read-assembly';

/**
 * The network of a folder: a cloud assembly such as `cdk.out` where it holds templates, otherwise answers of describe
 * calls.
 *
 * @throws InputError where the folder holds neither, or something that cannot be read
 */
export function readModel(folder: string): NetworkModel {
  if (entries(folder).some(({ name }) => name === 'manifest.json' || name.endsWith('.template.json'))) {
    return readAssembly(folder);
  }
  const model = readDescribe(folder);
  if (model.vpcs.length > 0) return model;
  throw new InputError(`${folder} holds neither templates nor answers of describe calls that name a VPC`);
}

function entries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    throw new InputError(`${folder} is not a folder that can be read`);
  }
}
