import { InputError } from '../input-error';
import type { Network } from '../network';
import { isWorkload } from '../workload';

/** Nothing is called so; the message tells what is called nearly so. */
export function unknown({ model }: Network, text: string): InputError {
  if (text.trim() === '') return new InputError('nothing is called ""');
  const components = [
    ...model.networkInterfaces.filter(isWorkload),
    ...model.loadBalancers,
    ...model.vpcEndpoints,
    ...model.latticeServices,
    ...model.subnets,
    ...model.vpcs,
  ];
  const owners = model.networkInterfaces.filter(isWorkload).map(({ owner }) => owner.id);
  const names = new Set(
    [...owners, ...components.flatMap(({ id, name }) => [name, id])].filter((name) => name !== undefined),
  );
  const nearest = [...names]
    .map((name) => ({ name, distance: distance(name, text) }))
    .filter((one) => one.distance <= Math.max(2, text.length / 3))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
  return new InputError(`nothing is called ${text}${nearest.length > 0 ? `; there is ${nearest.join(', ')}` : ''}`);
}

/** How far the text is from the name or its last parts; part of the name is near. */
function distance(name: string, text: string): number {
  const [whole, wanted] = [name.toLowerCase(), text.toLowerCase()];
  if (whole.includes(wanted)) return 0;
  const end = whole.split('/').slice(-wanted.split('/').length).join('/');
  return Math.min(edits(whole, wanted), edits(end, wanted));
}

/** Levenshtein's distance: how many characters to insert, delete or replace. */
export function edits(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, character] of [...one].entries()) {
    const line = [row + 1];
    for (const [column, wanted] of [...other].entries()) {
      const replaced = (above[column] ?? 0) + (character === wanted ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
