import { type AddressRange, formatAddress, parseCidr } from '../ipv4';
import type { PrefixList } from '../model';
import { isLatticePrefixList, LATTICE_CIDR } from '../services/lattice-range';
import { byId } from './indexes';

/** What is known of prefix lists; ids that nobody knows are asked for as well. */
export interface PrefixLists {
  /**
   * What a list holds; `undefined` where nobody knows. AWS's lists of its own services hold public addresses that no
   * input tells: one address of the reserved 240.0.0.0/8 stands for each.
   */
  readonly ranges: (id: string) => readonly AddressRange[] | undefined;
  /** Whether the list may hold more than its ranges. */
  readonly isUnlisted: (id: string) => boolean;
  /** Whether it is a list of one of AWS's own services, which holds public addresses only. */
  readonly isOfService: (id: string) => boolean;
}

export function prefixListsOf(prefixLists: readonly PrefixList[]): PrefixLists {
  const lists = byId(prefixLists);
  const isOfService = (id: string): boolean => lists.get(id)?.prefixListName.startsWith('com.amazonaws.') ?? false;
  const isLattice = (id: string): boolean => isLatticePrefixList(lists.get(id)?.prefixListName ?? '');
  const ranges = (id: string): readonly AddressRange[] | undefined => {
    const list = lists.get(id);
    if (list?.cidrs !== undefined) return list.cidrs.map(parseCidr);
    if (isLattice(id)) return [parseCidr(LATTICE_CIDR)];
    if (list === undefined || !isOfService(id)) return undefined;
    // Two inputs may call one list by different ids, and its name is one.
    const index = prefixLists.findIndex(({ prefixListName }) => prefixListName === list.prefixListName);
    return [parseCidr(`${formatAddress(SERVICE_ADDRESSES + 1 + index)}/32`)];
  };
  return { ranges, isOfService, isUnlisted: (id) => lists.get(id)?.cidrs === undefined && !isLattice(id) };
}

const SERVICE_ADDRESSES = 240 * 2 ** 24;

/** Whether an address stands for what a prefix list of AWS holds. */
export const isServiceAddress = (address: number): boolean => Math.floor(address / 2 ** 24) === 240;
