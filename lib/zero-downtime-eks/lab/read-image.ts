import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDockerfile } from './dockerfile';
import type { ImageSpec, PodSpec } from './rollout-spec';
import { RolloutSpecError } from './rollout-spec-error';
import type { StackArtifacts } from './template';

/**
 * The image of a container, which the stack itself builds.
 *
 * @param image as the manifest names it
 * @throws RolloutSpecError
 */
export function readImage(
  { images }: StackArtifacts,
  image: string,
  { command, args }: Pick<PodSpec, 'command' | 'args'>,
): ImageSpec {
  // An earlier image of the same repository stands in the manifest by its tag; the lab has only the one that is built.
  const [, folder] = Object.entries(images).find(([hash], _, all) => all.length === 1 || image.includes(hash)) ?? [];
  if (folder === undefined) throw new RolloutSpecError(`no asset of the stack is the image ${image}`);
  const { entrypoint, cmd, stopSignal } = readDockerfile(readFileSync(join(folder, 'Dockerfile'), 'utf8'));
  // https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
  const process = command === undefined ? [...entrypoint, ...(args ?? cmd)] : [...command, ...(args ?? [])];
  if (process.length === 0) throw new RolloutSpecError(`${folder}/Dockerfile has neither ENTRYPOINT nor CMD`);
  return { folder, command: process, stopSignal: stopSignal as NodeJS.Signals };
}
