import type { NetworkModel } from '../model';
import { type Box, GAP, type Line, middle } from './box';
import type { Connection } from './connections';

/** Boxes beside each other; lines run above and below them. Pixels. */
export interface Level {
  readonly boxes: readonly Box[];
  readonly top: number;
  readonly bottom: number;
}

/** Between lines beside each other; pixels. */
const TRACK = 6;

/**
 * From each connection to what it joins, around everything else: down into the gutter, along it, and where rows lie
 * between them by the side of these. The lines of one connection run together, those of different ones beside each other.
 *
 * @param side where the first line may run that goes past a row
 */
export function lines(
  model: NetworkModel,
  connections: readonly Connection[],
  levels: readonly Level[],
  side: number,
): readonly Line[] {
  const levelOf = new Map(levels.flatMap(({ boxes }, level) => boxes.map((box) => [box, level] as const)));
  const isOwn = ({ kind }: Box) => kind === 'vpc' || kind === 'between';
  const boxOf = new Map([...levelOf.keys()].filter(isOwn).flatMap((box) => box.ids.map((id) => [id, box] as const)));
  const owned = new Map([...connections, ...model.vpcs].map(({ id }) => [id, boxOf.get(id)]));
  return connections.flatMap(({ id, joins }, index) =>
    joins.flatMap(({ component, ids }): readonly Line[] => {
      const [one, other] = [owned.get(id), owned.get(component)];
      if (!one || !other) return [];
      const [upper, lower] = (levelOf.get(one) ?? 0) < (levelOf.get(other) ?? 0) ? [one, other] : [other, one];
      const [from, to] = [levelOf.get(upper) ?? 0, levelOf.get(lower) ?? 0];
      const track = GAP / 2 + index * TRACK;
      const x = exit(upper, index, connections.length);
      const below = (levels[from]?.bottom ?? 0) + track;
      const start = [
        [x, upper.y + upper.height],
        [x, below],
      ] as const;
      const end = middle(lower);
      const made = { ids: ids.length > 0 ? ids : [id] };
      if (from === to) return [{ ...made, corners: [...start, [end, below], [end, lower.y + lower.height]] }];
      if (to - from === 1) return [{ ...made, corners: [...start, [end, below], [end, lower.y]] }];
      const [lane, above] = [side + index * TRACK, (levels[to - 1]?.bottom ?? 0) + track];
      return [{ ...made, corners: [...start, [lane, below], [lane, above], [end, above], [end, lower.y]] }];
    }),
  );
}

/** Each connection leaves a VPC at a place of its own. */
function exit(box: Box, index: number, count: number): number {
  return box.kind === 'vpc' ? box.x + (box.width * (index + 1)) / (count + 1) : middle(box);
}
