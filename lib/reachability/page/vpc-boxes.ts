import { namer } from '../flow';
import type { NetworkModel, Subnet, Vpc } from '../model';

/** Something drawn as a rectangle; pixels. */
export interface Box {
  /** Of all components that it stands for. */
  readonly ids: readonly string[];
  readonly kind: 'account' | 'vpc' | 'zone' | 'subnet' | 'interface' | 'gateway' | 'between' | 'internet';
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Between boxes; pixels. */
export const GAP = 16;
/** The height of a line of text; pixels. */
export const ROW = 22;
/** The width of a zone; pixels. */
export const COLUMN = 220;
/** Entries of a subnet that are drawn one by one. */
const ENTRIES = 6;

/** A VPC, and what it holds: gateways, then its zones as columns with subnets and their interfaces. */
export function vpcBoxes(model: NetworkModel, vpc: Vpc, x: number, y: number): readonly Box[] {
  const nameOf = namer(model);
  const gateways = [...model.internetGateways, ...model.vpcEndpoints.filter(({ kind }) => kind === 'Gateway')].filter(
    ({ vpcId }) => vpcId === vpc.id,
  );
  const boxes: Box[] = gateways.map(({ id }, index) => {
    const place = { x: x + GAP, y: y + ROW + GAP / 2 + index * ROW, width: COLUMN, height: ROW };
    return { ids: [id], kind: 'gateway', label: nameOf(id), ...place };
  });
  const subnets = model.subnets.filter(({ vpcId }) => vpcId === vpc.id);
  const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
  const head = y + ROW + GAP + gateways.length * ROW;
  for (const [index, zone] of zones.entries()) {
    const left = x + GAP + index * (COLUMN + GAP);
    boxes.push({ ids: [], kind: 'zone', label: zone, x: left, y: head, width: COLUMN, height: ROW });
    let down = head + ROW;
    for (const subnet of subnets.filter(({ availabilityZone }) => availabilityZone === zone)) {
      const made = subnetBoxes(model, subnet, nameOf, left, down);
      boxes.push(...made);
      down += (made[0]?.height ?? 0) + GAP / 2;
    }
  }
  const label = `${nameOf(vpc.id)} ${vpc.cidrBlocks.join(', ')}`;
  const width = Math.max(1, zones.length) * (COLUMN + GAP) + GAP;
  const height = Math.max(head + ROW, ...boxes.map((box) => box.y + box.height)) - y + GAP;
  return [{ ids: [vpc.id], kind: 'vpc', label, x, y, width, height }, ...boxes];
}

function subnetBoxes(model: NetworkModel, subnet: Subnet, nameOf: (id: string) => string, x: number, y: number) {
  const inside = model.networkInterfaces.filter(({ subnetId }) => subnetId === subnet.id);
  const alone = inside.length <= ENTRIES ? inside : inside.slice(0, ENTRIES - 1);
  const rest = inside.slice(alone.length);
  const entries = alone.map(({ id, owner, addresses: [first] }) => ({
    ids: [id, owner.id],
    label: `${nameOf(id)} ${first?.privateIp ?? ''}`,
  }));
  if (rest.length > 0)
    entries.push({ ids: rest.flatMap(({ id, owner }) => [id, owner.id]), label: `and ${rest.length} more` });
  const boxes = entries.map(({ ids, label }, index): Box => {
    const place = { x: x + GAP / 2, y: y + ROW + index * (ROW + 2), width: COLUMN - GAP, height: ROW };
    return { ids, kind: 'interface', label, ...place };
  });
  const ids = [subnet.id, subnet.routeTableId, ...(subnet.networkAclId === undefined ? [] : [subnet.networkAclId])];
  const height = ROW + entries.length * (ROW + 2) + GAP / 2;
  const label = `${nameOf(subnet.id)} ${subnet.cidrBlock}`;
  return [{ ids, kind: 'subnet', label, x, y, width: COLUMN, height } satisfies Box, ...boxes];
}
