import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { optionNetworks } from '../connectivity/option-network';
import { type Exercise, exercises } from '../exercises';
import { matrix } from '../reachability/matrix';
import { reachabilityPage } from '../reachability/page/page';

/** A page with the topology and the reachability matrix of an option. */
export interface WrittenReachPage {
  /** Id of the exercise. */
  readonly exercise: string;
  /** Id of the option. */
  readonly option: string;
  /** Title of the option, such as `VPC peering`. */
  readonly title: string;
  /** Where it was written, from the given folder: `<exercise>/<option>.html`. */
  readonly file: string;
}

/**
 * Writes a page that needs nothing besides itself for every option of the exercises that connect services: their base with
 * that option. `npx takehome reach <folder> --stacks <those of the option> --html <file>` makes such a page for one of them.
 *
 * @param assembly folder of a cloud assembly with the stacks of all options
 * @param folder that the pages are written into; made where it is not there
 * @param progress told which option is being worked out
 * @throws InputError when the assembly cannot be read or lacks a stack
 */
export function writeReachPages(
  assembly: string,
  folder: string,
  progress: (text: string) => void = () => undefined,
  of: readonly Pick<Exercise, 'connectivity'>[] = exercises,
): readonly WrittenReachPage[] {
  return of.flatMap(({ connectivity }) => {
    if (connectivity === undefined) return [];
    const { exercise, options } = connectivity;
    const networks = optionNetworks(assembly, connectivity);
    return options.map((option) => {
      progress(`${exercise}: who reaches whom with ${option.title}`);
      const network = networks.with(option);
      const file = `${exercise}/${option.id}.html`;
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      const whence = { title: exercise, link: `../../${exercise}.html` };
      writeFileSync(path, reachabilityPage(`Who reaches whom: ${option.title}`, network, matrix(network), whence));
      return { exercise, option: option.id, title: option.title, file };
    });
  });
}
