import type { InterfaceOwner } from '../model';
import { interfaceId } from './attributes';
import { type Building, componentOf, existing, reportNotModelled } from './building';
import type { Draft, DraftOf } from './draft';
import { idOf, listOf, optionalTextOf, UnresolvedError } from './properties';
import type { Resource } from './stack';
import type { Value } from './value';

/** Interfaces that AWS makes for a resource, one for each subnet. */
export interface InterfacesOf {
  readonly resource: Resource;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly owner: InterfaceOwner;
  /** @default - false: such interfaces pass on what is not theirs */
  readonly sourceDestCheck?: boolean;
  /** Of each subnet. @default - none */
  readonly publicIp?: (index: number) => string | undefined;
  /** Of each subnet. @default - the next free one */
  readonly privateIp?: (index: number) => string | undefined;
  /** Id of the nth. @default - `<resource>/<n>` */
  readonly id?: (index: number) => string;
  /** What the names begin with. @default - the resource's name */
  readonly name?: string;
}

/** Adds the interfaces. @returns their ids, in the order of the subnets @throws UnresolvedError, MissingComponentError */
export function addInterfaces(building: Building, interfaces: InterfacesOf): readonly string[] {
  const { resource, subnetIds, securityGroupIds, owner, sourceDestCheck = true, publicIp, privateIp } = interfaces;
  const { name = resource.name } = interfaces;
  const { draft, addresses } = building;
  const placed = subnetIds.map((subnetId) => existing(draft.subnets, subnetId));
  return placed.map((subnet, index) => {
    const id = interfaces.id?.(index) ?? interfaceId(resource.id, index);
    const address = privateIp?.(index) ?? addresses.privateIp(subnet.id, subnet.cidrBlock);
    if (address === undefined) throw new UnresolvedError(`subnet ${subnet.id} has no address left`);
    const external = publicIp?.(index);
    draft.networkInterfaces.set(id, {
      ...componentOf(resource),
      id,
      name: subnetIds.length === 1 ? name : `${name}/${lastPart(subnet.name ?? subnet.id)}`,
      vpcId: subnet.vpcId,
      subnetId: subnet.id,
      addresses: [{ privateIp: address, ...(external === undefined ? {} : { publicIp: external }) }],
      securityGroupIds: [...securityGroupIds],
      sourceDestCheck,
      owner,
    });
    return id;
  });
}

/** Interfaces of an owner, the primary one first. */
export function interfacesOf({ networkInterfaces }: Draft, ownerId: string): readonly DraftOf<'networkInterfaces'>[] {
  return [...networkInterfaces.values()].filter(({ owner }) => owner.id === ownerId);
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Ids of the subnets of a property. @throws UnresolvedError */
export function subnetIdsOf(value: Value, what: string): readonly string[] {
  return listOf(value, what).map((item) => idOf(item, what, 'AWS::EC2::Subnet'));
}

/**
 * Ids of the security groups of a property, or the VPC's default group where it gives none. A group that lies outside of
 * the templates keeps its id and is reported: nobody knows its rules.
 *
 * @throws UnresolvedError
 */
export function securityGroupIdsOf(building: Building, value: Value, vpcId: string): readonly string[] {
  const given = listOf(value, 'SecurityGroupIds').map((item) => {
    if (typeof item === 'string') return foreignSecurityGroup(building, item);
    return idOf(item, 'SecurityGroupIds', 'AWS::EC2::SecurityGroup');
  });
  return given.length > 0 ? given : [defaultSecurityGroupId(vpcId)];
}

function foreignSecurityGroup(building: Building, id: string): string {
  const type = 'AWS::EC2::SecurityGroup';
  if (!building.draft.notModelled.some((entry) => entry.id === id)) {
    reportNotModelled(building, { id, type }, 'its rules are not in the templates', [id]);
  }
  return id;
}

/** Id of the security group that every VPC has. */
export const defaultSecurityGroupId = (vpcId: string): string => `${vpcId}/default-security-group`;

/** VPC of the first of some subnets. @throws MissingComponentError, UnresolvedError when there is none */
export function vpcIdOf({ draft }: Building, [subnetId]: readonly string[]): string {
  if (subnetId === undefined) throw new UnresolvedError('there is no subnet');
  return existing(draft.subnets, subnetId).vpcId;
}

/** The public address that an interface in a subnet gets by itself, or none. @throws UnresolvedError */
export function publicIpOf({ addresses, resources }: Building, subnetId: string, asked: Value): string | undefined {
  const subnet = resources.get(subnetId)?.properties.MapPublicIpOnLaunch;
  const wanted = optionalTextOf(asked, 'AssociatePublicIpAddress') ?? optionalTextOf(subnet, 'MapPublicIpOnLaunch');
  return wanted === 'true' || wanted === 'ENABLED' ? addresses.publicIp() : undefined;
}
