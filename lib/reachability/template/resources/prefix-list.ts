import { isLatticePrefixList, LATTICE_CIDR } from '../../services/lattice-range';
import { type Building, componentOf, type Family } from '../building';
import { cidrOf, idOf, listOf, objectOf, optionalTextOf } from '../properties';
import type { Value } from '../value';

const PREFIX_LIST = 'AWS::EC2::PrefixList';

/** Prefix lists of one's own. */
export const prefixListFamily: Family = {
  [PREFIX_LIST]: {
    network: (resource, { draft }) => {
      const { PrefixListName, AddressFamily, Entries } = resource.properties;
      const isIpv6 = optionalTextOf(AddressFamily, 'AddressFamily') === 'IPv6';
      const entries = listOf(isIpv6 ? [] : Entries, 'Entries');
      draft.prefixLists.set(resource.id, {
        ...componentOf(resource),
        prefixListName: optionalTextOf(PrefixListName, 'PrefixListName') ?? resource.name,
        cidrs: entries.map((entry) => cidrOf(objectOf(entry, 'Entries').Cidr, 'Cidr')),
      });
    },
  },
};

/**
 * Adds a list that AWS keeps, once. Only what Lattice's holds is known.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html
 */
export function addManagedPrefixList(
  { draft }: Building,
  component: { readonly id: string; readonly account?: string; readonly region?: string },
  prefixListName: string,
): string {
  const cidrs = isLatticePrefixList(prefixListName) ? [LATTICE_CIDR] : undefined;
  draft.prefixLists.set(component.id, { ...component, name: prefixListName, prefixListName, cidrs });
  return component.id;
}

/** Id of the prefix list that a property names; `pl-...` is one of which the templates do not tell. @throws UnresolvedError */
export function prefixListIdOf(building: Building, value: Value): string {
  if (typeof value !== 'string') return idOf(value, 'the prefix list', PREFIX_LIST);
  if (!building.draft.prefixLists.has(value)) {
    building.draft.prefixLists.set(value, { id: value, prefixListName: value, cidrs: undefined });
  }
  return value;
}
