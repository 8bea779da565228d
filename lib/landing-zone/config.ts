import { formatCidr, Ipv4SyntaxError, isPublicAddress, parseCidr } from '../reachability/ipv4';
import { type DeliveryConfig, deliveryProblems } from './delivery-config';

/**
 * How nodes and the function that runs kubectl reach what is outside of the VPC.
 *
 * - `nat`: by one NAT gateway
 * - `endpoints`: by VPC endpoints, and nothing but AWS. Argo CD is left out then: no endpoint leads to a Git host
 */
export type Egress = 'nat' | 'endpoints';

export interface LandingZoneConfig {
  /** @default 'nat' */
  readonly egress?: Egress;

  /**
   * IPv4 CIDR from which the bastion takes SSH, by EC2 Instance Connect. Public addresses, as only they arrive from the
   * internet, and at most 256 of them: an office has that many, a provider's customers more.
   *
   * @default - it takes no connection; Session Manager opens the shell
   */
  readonly sshFrom?: string;

  /**
   * ARNs of IAM roles that administer the cluster from their own machine, through the bastion.
   *
   * @default - the bastion's own role only
   */
  readonly administrators?: readonly string[];

  /** Where the application comes from. @default - DEFAULT_DELIVERY of delivery-config.ts */
  readonly delivery?: DeliveryConfig;
}

/** The longest range of addresses that may use SSH. */
const SSH_PREFIX_LENGTH = 24;

/** One line for each problem: `property: limit, got: what was received`. */
export function problems({ egress, sshFrom, administrators, delivery }: LandingZoneConfig): readonly string[] {
  const found: string[] = [];
  const demand = (holds: boolean, property: string, limit: string, got: unknown): void => {
    if (!holds) found.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  demand(egress === undefined || ['nat', 'endpoints'].includes(egress), 'egress', "'nat' or 'endpoints'", egress);
  if (sshFrom !== undefined) {
    const limit = `a CIDR of public IPv4 addresses, /${SSH_PREFIX_LENGTH} to /32, such as 198.51.100.7/32`;
    demand(isOfficeCidr(sshFrom), 'sshFrom', limit, sshFrom);
  }
  const isRole = (arn: string): boolean => /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn);
  for (const arn of administrators ?? []) demand(isRole(arn), 'administrators', 'ARNs of IAM roles', arn);
  return [...found, ...(delivery ? deliveryProblems(delivery).map((problem) => `delivery.${problem}`) : [])];
}

function isOfficeCidr(text: string): boolean {
  try {
    const range = parseCidr(text);
    if (formatCidr(range) !== text || range.prefixLength < SSH_PREFIX_LENGTH) return false;
    return isPublicAddress(range.first) && isPublicAddress(range.last);
  } catch (error) {
    if (error instanceof Ipv4SyntaxError) return false;
    throw error;
  }
}
