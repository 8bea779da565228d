import type { NetworkModel, Vpc } from '../model';
import { connections } from './connections';
import { type Box, COLUMN, GAP, ROW, vpcBoxes } from './vpc-boxes';

/** Something drawn as a line; pixels. */
export interface Line {
  readonly ids: readonly string[];
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

const BETWEEN = { width: 230, height: 40 };
/** VPCs beside each other. */
const ABREAST = 4;

/**
 * Where everything goes: the internet on top, then the VPCs by account with their zones as columns, and below them what
 * connects them.
 */
export function layout(model: NetworkModel): Layout {
  const boxes: Box[] = [];
  const top = model.internetGateways.length > 0 ? BETWEEN.height + 3 * GAP : 0;
  let [x, y, rowHeight, width] = [GAP, top + GAP, 0, 0];
  const byAccount = new Map<string, Vpc[]>();
  for (const vpc of model.vpcs) byAccount.set(vpc.account ?? '', [...(byAccount.get(vpc.account ?? '') ?? []), vpc]);
  for (const [account, vpcs] of byAccount) {
    for (let start = 0; start < vpcs.length; start += ABREAST) {
      const drawn = vpcs.slice(start, start + ABREAST);
      const inside: Box[] = [];
      let right = x + GAP;
      for (const vpc of drawn) {
        const made = vpcBoxes(model, vpc, right, y + ROW + GAP);
        inside.push(...made);
        right += (made[0]?.width ?? 0) + GAP;
      }
      const height = Math.max(...inside.map((box) => box.y + box.height)) - y + GAP;
      boxes.push({ ids: [], kind: 'account', label: account && `account ${account}`, x, y, width: right - x, height });
      boxes.push(...inside);
      rowHeight = Math.max(rowHeight, height);
      width = Math.max(width, right + GAP);
      x = right + GAP;
      if (x > ABREAST * (2 * COLUMN + 2 * GAP) || start + ABREAST < vpcs.length) {
        [x, y, rowHeight] = [GAP, y + rowHeight + GAP, 0];
      }
    }
  }
  const bottom = y + rowHeight + 4 * GAP;
  return withConnections(model, boxes, Math.max(width, BETWEEN.width + 2 * GAP), bottom);
}

function withConnections(model: NetworkModel, vpcs: readonly Box[], width: number, bottom: number): Layout {
  const boxOf = new Map(vpcs.flatMap((box) => box.ids.map((id) => [id, box] as const)));
  const abreast = Math.max(1, Math.floor((width - GAP) / (BETWEEN.width + GAP)));
  const between = connections(model);
  const boxes = between.map(({ id, label }, index): Box => {
    const place = {
      x: GAP + (index % abreast) * (BETWEEN.width + GAP),
      y: bottom + Math.floor(index / abreast) * 4 * GAP,
    };
    return { ids: [id], kind: 'between', label, ...place, ...BETWEEN };
  });
  for (const box of boxes) for (const id of box.ids) boxOf.set(id, box);
  const lines = between.flatMap(({ id, joins }) =>
    joins.flatMap(({ component, ids }): readonly Line[] => {
      const [one, other] = [boxOf.get(id), boxOf.get(component)];
      return one && other ? [{ ids: [...ids, id], from: below(other, one), to: [middle(one), one.y] }] : [];
    }),
  );
  const height = Math.max(bottom, ...boxes.map((box) => box.y + box.height)) + GAP;
  if (model.internetGateways.length === 0) return { width, height, boxes: [...vpcs, ...boxes], lines };
  const outside = { x: GAP, y: GAP, width: width - 2 * GAP, height: BETWEEN.height };
  const internet: Box = { ids: ['internet'], kind: 'internet', label: 'internet', ...outside };
  const up = model.internetGateways.flatMap(({ id }): readonly Line[] => {
    const box = boxOf.get(id);
    return box ? [{ ids: [id], from: [middle(box), box.y], to: [middle(box), GAP + BETWEEN.height] }] : [];
  });
  return { width, height, boxes: [internet, ...vpcs, ...boxes], lines: [...lines, ...up] };
}

const middle = ({ x, width }: Box) => x + width / 2;

/** Where a line leaves a box that lies above: towards the other one, but not past the corners. */
function below(box: Box, towards: Box): readonly [number, number] {
  const x = Math.min(Math.max(middle(towards), box.x + GAP), box.x + box.width - GAP);
  return [x, box.y + box.height];
}
