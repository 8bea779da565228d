/** Where VPC Lattice services are, and where their requests come from. https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html */
export const LATTICE_CIDR = '169.254.171.0/24';
