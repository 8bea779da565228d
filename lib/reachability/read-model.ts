import { type Dirent, readdirSync } from 'node:fs';
import { readDescribe } from './describe/read-describe';
import { InputError } from './input-error';
import type { NetworkModel } from './model';
import { chosenStacks } from './template/chosen-stacks';
import { modelOf } from './template/model-of';
import { readStacks } from './template/read-stacks';

/**
 * The network of a folder: a cloud assembly such as `cdk.out` where it holds templates, otherwise answers of describe
 * calls.
 *
 * @param stackNames of a cloud assembly only these stacks and those that they depend on, see {@link chosenStacks}
 * @throws InputError where the folder holds neither, or something that cannot be read, or no stack is called so
 */
export function readModel(folder: string, stackNames?: readonly string[]): NetworkModel {
  if (entries(folder).some(({ name }) => name === 'manifest.json' || name.endsWith('.template.json'))) {
    const stacks = readStacks(folder);
    return modelOf(stackNames === undefined ? stacks : chosenStacks(stacks, stackNames));
  }
  if (stackNames !== undefined)
    throw new InputError(`${folder} is no cloud assembly, so that it has no stacks to choose`);
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
