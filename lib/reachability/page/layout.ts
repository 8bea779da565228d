import type { NetworkModel, Vpc } from '../model';
import { type Box, GAP, type Line, middle, moved, ROW } from './box';
import { connections } from './connections';
import { type Level, lines } from './lines';
import { vpcBoxes } from './vpc-boxes';

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

const BETWEEN = { width: 252, height: 44 };
const INTERNET = { height: 28, below: 2 * GAP };
/** VPCs beside each other, unless one alone is wider; pixels. */
const MOST = 1_500;

/**
 * Where everything goes: the internet on top, then the VPCs by account with their zones as columns, and below them what
 * connects them. Lines run in the gutters between the rows and beside them.
 */
export function layout(model: NetworkModel): Layout {
  const between = connections(model);
  const gutter = 2 * GAP + 6 * between.length;
  const side = 2 * GAP;
  let y = model.internetGateways.length > 0 ? INTERNET.height + INTERNET.below : GAP;
  const levels: Level[] = [];
  for (const row of vpcRows(model)) {
    const boxes = rowBoxes(row, side, y);
    levels.push(levelOf(boxes, y));
    y = (levels.at(-1)?.bottom ?? y) + gutter;
  }
  const right = Math.max(side + BETWEEN.width, ...levels.flatMap(({ boxes }) => boxes.map((box) => box.x + box.width)));
  const abreast = Math.max(1, Math.floor((right - side + GAP) / (BETWEEN.width + GAP)));
  for (let start = 0; start < between.length; start += abreast) {
    const row = between.slice(start, start + abreast);
    const left = (side + right - row.length * (BETWEEN.width + GAP) + GAP) / 2;
    const boxes = row.map(({ id, parts = [], label }, index): Box => {
      return { ids: [id, ...parts], kind: 'between', label, x: left + index * (BETWEEN.width + GAP), y, ...BETWEEN };
    });
    levels.push(levelOf(boxes, y));
    y += BETWEEN.height + gutter;
  }
  const boxes = levels.flatMap((level) => level.boxes);
  const drawn = lines(model, between, levels, right + GAP);
  const [width, height] = [right + 2 * GAP + 6 * between.length, (levels.at(-1)?.bottom ?? y) + gutter];
  if (model.internetGateways.length === 0) return { width, height, boxes, lines: drawn };
  const place = { x: 2, y: 2, width: width - 4, height: INTERNET.height };
  const internet: Box = { ids: ['internet'], kind: 'internet', label: ['internet'], ...place };
  return { width, height, boxes: [internet, ...boxes], lines: [...drawn, ...up(model, levels, 2 + INTERNET.height)] };
}

/** From the internet gateways: straight up from the first row, and beside it from the others. */
function up(model: NetworkModel, levels: readonly Level[], top: number): readonly Line[] {
  const gateways = new Set(model.internetGateways.map(({ id }) => id));
  return levels.flatMap(({ boxes, top: above }, index) =>
    boxes
      .filter(({ ids: [id = ''] }) => gateways.has(id))
      .map((box): Line => {
        const [x, y, lane] = [middle(box), above - GAP / 2, GAP / 2];
        if (index === 0)
          return {
            ids: box.ids,
            corners: [
              [x, box.y],
              [x, top],
            ],
          };
        return {
          ids: box.ids,
          corners: [
            [x, box.y],
            [x, y],
            [lane, y],
            [lane, top],
          ],
        };
      }),
  );
}

interface Drawn {
  readonly account: string;
  readonly boxes: readonly Box[];
  readonly width: number;
}

/** VPCs of an account beside each other, as many as there is room for. */
function vpcRows(model: NetworkModel): readonly (readonly Drawn[])[] {
  const accounts = new Map<string, Vpc[]>();
  for (const vpc of model.vpcs) accounts.set(vpc.account ?? '', [...(accounts.get(vpc.account ?? '') ?? []), vpc]);
  const rows: Drawn[][] = [];
  let room = 0;
  for (const [account, vpcs] of accounts) {
    for (const vpc of vpcs) {
      const boxes = vpcBoxes(model, vpc);
      const width = boxes[0]?.width ?? 0;
      if (width > room) {
        rows.push([]);
        room = MOST;
      }
      rows.at(-1)?.push({ account, boxes, width });
      room -= width + 3 * GAP;
    }
  }
  return rows;
}

/** All VPCs as high as the highest, so that lines leave a row at one level. */
function rowBoxes(row: readonly Drawn[], left: number, y: number): readonly Box[] {
  const height = Math.max(...row.map(({ boxes }) => boxes[0]?.height ?? 0));
  const top = y + ROW + GAP / 2;
  const [accounts, vpcs]: [Box[], Box[]] = [[], []];
  let x = left;
  for (const [index, { account, boxes, width }] of row.entries()) {
    const isFirst = account !== row[index - 1]?.account;
    if (isFirst && index > 0) x += GAP;
    const [vpc, ...inside] = boxes.map((box) => moved(box, x + GAP, top));
    if (vpc) vpcs.push({ ...vpc, height }, ...inside);
    const known = accounts.at(-1);
    const label = [account === '' ? '' : `account ${account}`];
    if (isFirst || !known) {
      const place = { x, y, width: width + 2 * GAP, height: height + ROW + GAP * 1.5 };
      accounts.push({ ids: [], kind: 'account', label, ...place });
    } else accounts[accounts.length - 1] = { ...known, width: known.width + width + GAP };
    x += width + GAP + (account === row[index + 1]?.account ? 0 : GAP);
  }
  return [...accounts, ...vpcs];
}

function levelOf(boxes: readonly Box[], top: number): Level {
  return { boxes, top, bottom: Math.max(...boxes.map((box) => box.y + box.height)) };
}
