import type { Stack } from '../../reachability/template/stack';
import { type Box, boxesOf } from './boxes';
import { type Frame, layoutOf } from './frames';
import { joinsOf } from './joins';
import { labelOf } from './label';
import type { BoxPlan, DiagramPlan } from './plan';
import { relationsOf } from './relations';
import { Resources } from './resources';
import { routesOf } from './routes';
import { capital } from './type-names';

/**
 * A Mermaid flowchart of synthesized stacks.
 *
 * @param stacks those of the app; the plan says which of them
 * @throws DiagramPlanError where the plan and the templates do not fit
 */
export function flowchartOf(stacks: readonly Stack[], plan: DiagramPlan): string {
  const options = (plan.between ?? []).map((option): BoxPlan => ({ at: option.stacks, name: capital(option.title) }));
  const wanted = [...plan.stacks, ...options.flatMap(({ at }) => at)];
  const resources = new Resources(stacks.filter(({ stackName }) => wanted.includes(stackName)));
  const all = boxesOf({ ...plan, stacks: wanted, boxes: [...plan.boxes, ...options] }, resources);
  const boxes = all.filter(({ plan: box }) => !options.includes(box));
  const between = all.filter(({ plan: box }) => options.includes(box));
  const { frames, boxes: free } = layoutOf(resources, boxes, plan.constructFrames);
  const arrows = [
    ...arrowsBetween(boxes, relationsOf(resources, boxes)),
    ...routesOf(resources, frames, boxes),
    ...joinsOf(frames, between, plan.between ?? []),
  ];
  const label = (box: Box): string => labelOf(box, resources);
  return [
    `flowchart ${plan.direction}`,
    ...frames.flatMap((frame) => drawnFrame(frame, label, '  ')),
    ...[...free, ...between].map((box) => `  ${box.id}${label(box)}`),
    ...[...new Set(arrows)].map((arrow) => `  ${arrow}`),
  ].join('\n');
}

function drawnFrame(
  { id, title, boxes, frames }: Frame,
  label: (box: Box) => string,
  indent: string,
): readonly string[] {
  return [
    `${indent}subgraph ${id}[${title}]`,
    ...frames.flatMap((frame) => drawnFrame(frame, label, `${indent}  `)),
    ...boxes.map((box) => `${indent}  ${box.id}${label(box)}`),
    `${indent}end`,
  ];
}

function arrowsBetween(boxes: readonly Box[], relations: ReturnType<typeof relationsOf>): readonly string[] {
  const boxByResource = new Map(boxes.flatMap((box) => box.resources.map((resource) => [resource, box] as const)));
  return relations.flatMap(({ from, to }) => {
    const [tail, head] = [boxByResource.get(from), boxByResource.get(to)];
    return tail === undefined || head === undefined || tail === head ? [] : [`${tail.id} --> ${head.id}`];
  });
}
