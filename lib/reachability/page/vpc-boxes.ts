import { lastPart } from '../endpoint/path';
import type { NetworkInterface, NetworkModel, Subnet, Vpc } from '../model';
import { isOfTemplate } from '../names';
import { isWorkload } from '../workload';
import { type Box, COLUMN, ENTRY, GAP, ROW } from './box';
import { shortNames } from './short-names';

/** Entries of a subnet that are drawn one by one. */
const ENTRIES = 6;
/** The width of an internet gateway; pixels. */
const GATEWAY = 122;

/** What stands below a name. */
const owners: Readonly<Record<NetworkInterface['owner']['kind'], string>> = {
  instance: 'instance',
  'ecs-service': 'ECS service',
  'eks-cluster': 'EKS control plane',
  'eks-workload': 'EKS workload',
  'lambda-function': 'Lambda function',
  database: 'database',
  'nat-gateway': 'NAT gateway',
  'load-balancer': 'load balancer',
  'vpc-endpoint': 'VPC endpoint',
  'transit-gateway-attachment': 'TGW attachment',
  'resource-gateway': 'resource gateway',
  none: 'network interface',
};

/**
 * A VPC in the upper left corner and what it holds: gateways, then its zones as columns with subnets and their
 * interfaces. The VPC comes first.
 */
export function vpcBoxes(model: NetworkModel, vpc: Vpc): readonly Box[] {
  const nameOf = shortNames(model);
  const subnets = model.subnets.filter(({ vpcId }) => vpcId === vpc.id);
  const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
  const width = Math.max(1, zones.length) * (COLUMN + GAP) + GAP;
  const isHere = ({ vpcId }: { readonly vpcId?: string }) => vpcId === vpc.id;
  const internetGateways = model.internetGateways.filter(isHere);
  const room = internetGateways.length === 0 ? width : width - GATEWAY - GAP;
  const boxes: Box[] = internetGateways.map(({ id }) => {
    const place = { x: width - GAP - GATEWAY, y: 6, width: GATEWAY, height: ROW + 4 };
    return { ids: [id], kind: 'gateway', label: ['internet gateway'], ...place };
  });
  let head = ROW + GAP;
  for (const { id } of model.vpcEndpoints.filter((endpoint) => endpoint.kind === 'Gateway' && isHere(endpoint))) {
    const place = { x: GAP, y: head, width: COLUMN, height: ENTRY };
    boxes.push({ ids: [id], kind: 'gateway', label: [nameOf(id), 'gateway endpoint'], ...place });
    head += ENTRY + 4;
  }
  for (const [index, zone] of zones.entries()) {
    const left = GAP + index * (COLUMN + GAP);
    boxes.push({ ids: [], kind: 'zone', label: [zone], x: left, y: head, width: COLUMN, height: ROW + 2 });
    let down = head + ROW + 4;
    for (const subnet of subnets.filter(({ availabilityZone }) => availabilityZone === zone)) {
      const made = subnetBoxes(model, subnet, nameOf, left, down);
      boxes.push(...made);
      down += (made[0]?.height ?? 0) + GAP / 2;
    }
  }
  const label = [`${nameOf(vpc.id)}  ${vpc.cidrBlocks.join(', ')}`];
  const height = Math.max(head + ROW, ...boxes.map((box) => box.y + box.height)) + GAP;
  return [{ ids: [vpc.id], kind: 'vpc', label, room, x: 0, y: 0, width, height }, ...boxes];
}

function subnetBoxes(model: NetworkModel, subnet: Subnet, nameOf: (id: string) => string, x: number, y: number) {
  const name = nameOf(subnet.id);
  // Only in a path, as of a template, are there parts: others put a CIDR into the name.
  const place = isOfTemplate(subnet.id, subnet.name ?? '') ? lastPart(name) : name;
  const inside = model.networkInterfaces.filter(({ subnetId }) => subnetId === subnet.id);
  const alone = inside.length <= ENTRIES ? inside : inside.slice(0, ENTRIES - 1);
  const rest = inside.slice(alone.length);
  const entries: Omit<Box, 'kind' | 'x' | 'y' | 'width' | 'height'>[] = alone.map((one) => {
    // AWS describes the interfaces of its own in a sentence, and templates name those of a service by their subnets.
    const whole = nameOf(isWorkload(one) ? one.id : one.owner.id);
    const called = whole.endsWith(`/${place}`) ? whole.slice(0, -place.length - 1) : whole;
    const kind = `${owners[one.owner.kind]}  ${one.addresses[0]?.privateIp ?? ''}`;
    return { ...standsFor([one]), owner: one.owner.kind, label: [called, kind] };
  });
  if (rest.length > 0) entries.push({ ...standsFor(rest), label: [`and ${rest.length} more`] });
  const boxes = entries.map((entry, index): Box => {
    const at = { x: x + GAP / 2, y: y + ROW + 6 + index * (ENTRY + 4), width: COLUMN - GAP, height: ENTRY };
    return { kind: 'interface', ...entry, ...at };
  });
  const parts = [subnet.routeTableId, ...(subnet.networkAclId === undefined ? [] : [subnet.networkAclId])];
  const height = ROW + 6 + entries.length * (ENTRY + 4) + 4;
  const ids = [subnet.id, ...inside.map(({ id }) => id)];
  const label = [`${place}  ${subnet.cidrBlock}`];
  return [{ ids, parts, kind: 'subnet', label, x, y, width: COLUMN, height } satisfies Box, ...boxes];
}

function standsFor(interfaces: readonly NetworkInterface[]): Pick<Box, 'ids' | 'parts'> {
  return {
    ids: [...new Set(interfaces.flatMap(({ id, owner }) => (owner.kind === 'none' ? [id] : [id, owner.id])))],
    parts: [...new Set(interfaces.flatMap(({ securityGroupIds }) => securityGroupIds))],
  };
}
