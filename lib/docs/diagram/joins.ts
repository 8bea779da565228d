import type { ConnectivityOption } from '../../connectivity/option';
import type { Box } from './boxes';
import type { Frame } from './frames';
import { DiagramPlanError } from './plan';

/**
 * Arrows through options, from the VPC that opens connections to the other one; both ways where both do.
 *
 * @param boxes of the options, in their order
 * @throws DiagramPlanError where a connection begins in no frame
 */
export function joinsOf(
  frames: readonly Frame[],
  boxes: readonly Box[],
  options: readonly ConnectivityOption[],
): readonly string[] {
  return options.flatMap(({ flows }, index) => {
    const box = boxes[index]?.id ?? '';
    const opening = frames.filter((frame) => flows.some(({ from }) => holds(frame, from)));
    if (opening.length === 0) throw new DiagramPlanError(`no frame holds ${flows.map(({ from }) => from).join(', ')}`);
    const [first, ...others] = [...opening, ...frames.filter((frame) => !opening.includes(frame))];
    const arrow = opening.length > 1 ? '<-->' : '-->';
    return [`${first?.id} ${arrow} ${box}`, ...others.map(({ id }) => `${box} ${arrow} ${id}`)];
  });
}

const holds = ({ boxes, frames }: Frame, path: string): boolean =>
  boxes.some(({ plan }) => plan.at.some((at) => `${path}/`.startsWith(`${at}/`))) ||
  frames.some((frame) => holds(frame, path));
