import type { NetworkModel } from '../model';
import { modelOf } from './model-of';
import { readStacks } from './read-stacks';

/**
 * The network that the CloudFormation templates of a folder describe, all of them together.
 *
 * @throws InputError when the folder is unreadable, holds no template, or one does not parse
 */
export function readAssembly(folder: string): NetworkModel {
  return modelOf(readStacks(folder));
}
