import { reasonToLeaveOut } from './left-out';
import { type BoxPlan, type DiagramPlan, DiagramPlanError } from './plan';
import type { Resource, Resources } from './resources';

/** A box and what it holds. */
export interface Box {
  /** Mermaid's name for it. */
  readonly id: string;
  readonly plan: BoxPlan;
  readonly resources: readonly Resource[];
}

/** More are no picture but a list. */
export const MOST_BOXES = 15;

/**
 * The boxes of a plan with the resources of the templates.
 *
 * @throws DiagramPlanError where a box holds nothing, a resource is in no box that should be, or there are too many boxes
 */
export function boxesOf(plan: DiagramPlan, resources: Resources): readonly Box[] {
  const held = new Map<BoxPlan, Resource[]>(plan.boxes.map((box) => [box, []]));
  const lost: Resource[] = [];
  for (const resource of resources.all) {
    const box = boxFor(resource, plan.boxes);
    if (box !== undefined) held.get(box)?.push(resource);
    else if (reasonToLeaveOut(resource, resources) === undefined) lost.push(resource);
  }
  if (lost.length > 0)
    throw new DiagramPlanError(`in no box: ${lost.map(({ path, type }) => `${path} (${type})`).join(', ')}`);
  if (plan.boxes.length > MOST_BOXES)
    throw new DiagramPlanError(`${plan.boxes.length} boxes, and ${MOST_BOXES} at most`);
  return plan.boxes.map((box) => {
    const own = held.get(box) ?? [];
    const unknown = box.at.filter((path) => !own.some((resource) => isAtOrBelow(resource.path, path)));
    if (unknown.length > 0) throw new DiagramPlanError(`nothing for a box at ${unknown.join(', ')}`);
    return { id: boxId(box), plan: box, resources: own };
  });
}

/** The box with the longest path; of two with the same, the one that names the type. */
function boxFor({ path, type }: Resource, boxes: readonly BoxPlan[]): BoxPlan | undefined {
  const fitting = boxes.flatMap((box) => {
    if (box.types?.includes(type) === false) return [];
    const lengths = box.at.filter((at) => isAtOrBelow(path, at)).map((at) => 2 * at.length + (box.types ? 1 : 0));
    return lengths.length > 0 ? [{ box, length: Math.max(...lengths) }] : [];
  });
  return fitting.toSorted((one, other) => other.length - one.length)[0]?.box;
}

const isAtOrBelow = (path: string, at: string): boolean => path === at || path.startsWith(`${at}/`);

/** Without the exercise's name, which begins the names of its stacks. */
export const idOf = (path: string): string => path.replace(/^\w+[-/]/, '').replaceAll(/\W+/g, '_');

function boxId({ at, types }: BoxPlan): string {
  const kind = types?.[0]?.split('::').at(-1);
  return idOf(`${at[0]}${kind === undefined ? '' : ` ${kind}`}`);
}
