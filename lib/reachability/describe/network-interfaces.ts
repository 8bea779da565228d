import type * as ec2 from '@aws-sdk/client-ec2';
import type { InterfaceAddress, InterfaceOwner, NetworkInterface, NotModelled } from '../model';
import type { Answers, Item } from './answers';
import { component, present, tagOf } from './component';
import { ownerByDescription, ownersByInterface } from './interface-owners';
import { itemsOf } from './items';

type Row = ec2.NetworkInterface & { readonly Tags?: ec2.Tag[] | undefined };

/** States in which nothing answers at an instance's interfaces. */
const SILENT = new Set(['stopping', 'stopped', 'shutting-down', 'terminated']);

/**
 * Interfaces that send and answer. Unattached ones and those of stopped instances do neither and are left out, so that
 * their addresses are nobody's.
 */
export function readNetworkInterfaces(answers: Answers): {
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly notModelled: readonly NotModelled[];
} {
  const instances = readInstances(answers);
  const owners = ownersByInterface(answers);
  const networkInterfaces: NetworkInterface[] = [];
  const notModelled: NotModelled[] = [];
  for (const item of interfaceRows(answers)) {
    const { row, id } = item;
    const instance = row.Attachment?.InstanceId;
    if (row.Status === 'available' || SILENT.has(instances.get(instance ?? '')?.State?.Name ?? '')) continue;
    const addresses = addressesOf(row);
    if (addresses.length === 0) continue;
    const owner: InterfaceOwner =
      owners.get(id) ??
      ownerByDescription(answers, row) ??
      (instance ? { kind: 'instance', id: instance } : { kind: 'none', id });
    if (owner.kind === 'none' && row.RequesterManaged) {
      const type = `NetworkInterface ${row.InterfaceType ?? 'interface'}`;
      notModelled.push({ id, type, reason: `what answers there is not known: ${row.Description}`, touches: [id] });
    }
    const { OwnerId, Tags, TagSet } = row;
    const name = tagOf(instances.get(instance ?? '')?.Tags, 'Name') ?? (row.Description || undefined);
    networkInterfaces.push({
      ...component(id, { ...item, row: { OwnerId, Tags: TagSet ?? Tags } }, name),
      vpcId: row.VpcId ?? '',
      subnetId: row.SubnetId ?? '',
      addresses,
      securityGroupIds: (row.Groups ?? []).map(({ GroupId }) => GroupId).filter(present),
      sourceDestCheck: row.SourceDestCheck !== false,
      owner,
    });
  }
  return { networkInterfaces, notModelled };
}

function addressesOf(row: Row): readonly InterfaceAddress[] {
  const { PrivateIpAddresses = [], PrivateIpAddress, Association, Ipv4Prefixes = [] } = row;
  const listed =
    PrivateIpAddresses.length > 0 ? PrivateIpAddresses : [{ PrivateIpAddress, Association, Primary: true }];
  const addresses = listed
    .toSorted((one, other) => Number(other.Primary ?? false) - Number(one.Primary ?? false))
    .flatMap((address) =>
      address.PrivateIpAddress
        ? [{ privateIp: address.PrivateIpAddress, publicIp: address.Association?.PublicIp }]
        : [],
    )
    .map(({ privateIp, publicIp }) => (publicIp ? { privateIp, publicIp } : { privateIp }));
  return [...addresses, ...Ipv4Prefixes.flatMap(({ Ipv4Prefix }) => (Ipv4Prefix ? delegated(Ipv4Prefix) : []))];
}

/** The 16 addresses of a delegated /28 prefix. */
function delegated(prefix: string): readonly InterfaceAddress[] {
  const [start = '', last = '0'] = prefix.split('/')[0]?.split(/\.(?=\d+$)/) ?? [];
  return Array.from({ length: 16 }, (_, offset) => ({ privateIp: `${start}.${Number(last) + offset}` }));
}

/** Instances of every reservation by id. */
export function readInstances(answers: Answers): ReadonlyMap<string, ec2.Instance> {
  return new Map(
    itemsOf<ec2.Reservation>(answers, 'Reservations', 'ReservationId').flatMap(({ row }) =>
      (row.Instances ?? []).map((instance) => [instance.InstanceId ?? '', instance] as const),
    ),
  );
}

/** The interface by which an instance is a target: its primary one. */
export function primaryInterfaces(answers: Answers): ReadonlyMap<string, string> {
  return new Map(
    interfaceRows(answers)
      .filter(({ row }) => row.Attachment?.InstanceId && position(row) === 0)
      .map(({ id, row }) => [row.Attachment?.InstanceId ?? '', id]),
  );
}

// Instances repeat their interfaces, for whoever has not asked for interfaces.
function interfaceRows(answers: Answers): readonly (Item<Row> & { readonly id: string })[] {
  const listed = itemsOf<Row>(answers, 'NetworkInterfaces', 'NetworkInterfaceId');
  const known = new Set(listed.map(({ id }) => id));
  const ofInstances = itemsOf<ec2.Reservation>(answers, 'Reservations', 'ReservationId').flatMap(({ row, ...where }) =>
    (row.Instances ?? []).flatMap(({ InstanceId, NetworkInterfaces = [] }) =>
      NetworkInterfaces.map((networkInterface) => ({
        ...where,
        id: networkInterface.NetworkInterfaceId ?? '',
        row: { ...networkInterface, Attachment: { ...networkInterface.Attachment, InstanceId } } as Row,
      })),
    ),
  );
  const all = [...listed, ...ofInstances.filter(({ id }) => !known.has(id))];
  return all.toSorted((one, other) => position(one.row) - position(other.row));
}

/** The primary interface of an instance comes first. */
function position({ Attachment }: Row): number {
  return (Attachment?.NetworkCardIndex ?? 0) * 100 + (Attachment?.DeviceIndex ?? 0);
}
