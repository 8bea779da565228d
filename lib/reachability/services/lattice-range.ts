/** Where VPC Lattice answers in every VPC, and where its requests to targets come from. */
export const LATTICE_CIDR = '169.254.171.0/24';

/** Whether a prefix list is the one that AWS keeps for VPC Lattice in a Region. */
export function isLatticePrefixList(prefixListName: string): boolean {
  return /^com\.amazonaws\.[a-z0-9-]+\.vpc-lattice$/.test(prefixListName);
}
