import type { Building } from './building';
import type { DraftOf } from './draft';
import { interfacesOf } from './interfaces';
import { UnresolvedError } from './properties';
import { firstUnknown, partsOf, type Reference, type Value } from './value';

/** A string in which addresses of interfaces may stand, such as `Fn::Join` of an instance's address and `/32`. @throws UnresolvedError */
export function addressText(building: Building, value: Value, what: string): string {
  const parts = partsOf(value)?.map((part) => (typeof part === 'string' ? part : addressOf(building, part)));
  if (!parts || parts.includes(undefined)) {
    throw new UnresolvedError(`${what} cannot be resolved: ${firstUnknown(value)?.why ?? 'AWS will choose it'}`, value);
  }
  return parts.join('');
}

/** The interface whose address a reference is. */
export function interfaceByAddress(
  { draft }: Building,
  { id, attribute = '' }: Reference,
): DraftOf<'networkInterfaces'> | undefined {
  if (!/Private/.test(attribute) && !draft.networkInterfaces.has(id)) return undefined;
  return draft.networkInterfaces.get(id) ?? interfacesOf(draft, id)[0];
}

function addressOf(building: Building, part: Reference): string | undefined {
  const [primary] =
    interfaceByAddress(building, part)?.addresses ?? interfacesOf(building.draft, part.id)[0]?.addresses ?? [];
  if (part.attribute === 'PublicIp') return primary?.publicIp;
  return /Private/.test(part.attribute ?? '') ? primary?.privateIp : undefined;
}
