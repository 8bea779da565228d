import { covers, overlaps, parseCidr } from '../ipv4';
import type { NetworkModel, Vpc } from '../model';
import { hasVpcSize, overlapping, type Refusal } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions';

/** CIDR blocks that a VPC cannot have, alone or beside its others. */
export function vpcRefusals({ vpcs }: NetworkModel): readonly Refusal[] {
  return vpcs.flatMap((vpc) =>
    reasons(vpc).map((reason) => ({ component: vpc.id, type: 'vpc' as const, reason, link: LINK })),
  );
}

function reasons({ cidrBlocks }: Vpc): readonly string[] {
  const [primary, ...secondary] = cidrBlocks;
  return [
    ...cidrBlocks
      .filter((cidr) => !hasVpcSize(cidr))
      .map((cidr) => `the CIDR block ${cidr} is not between /16 and /28`),
    ...overlapping(cidrBlocks, (cidr) => cidr).map(([later, earlier]) => `${later} overlaps ${earlier} of the VPC`),
    ...(primary === undefined ? [] : secondary.flatMap((cidr) => restricted(primary, cidr) ?? [])),
  ];
}

const rfc1918 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseCidr);
const range = (cidr: string) => parseCidr(cidr);

/** The table of CIDR block association restrictions, by the range of the primary block. */
function restricted(primary: string, secondary: string): string | undefined {
  const [one, other] = [range(primary), range(secondary)];
  const [home, wanted] = [one, other].map((block) => rfc1918.find((candidate) => covers(candidate, block)));
  const refusal = `the secondary CIDR block ${secondary} cannot be added to a VPC of ${primary}`;
  if (wanted && wanted !== home) return `${refusal}: it is of another RFC 1918 range`;
  if (overlaps(range('198.19.0.0/16'), other) && !covers(range('198.19.0.0/16'), one)) {
    return `${refusal}: 198.19.0.0/16 is restricted`;
  }
  if (covers(range('172.16.0.0/12'), one) && overlaps(range('172.31.0.0/16'), other)) {
    return `${refusal}: 172.31.0.0/16 is restricted`;
  }
  if (covers(range('10.0.0.0/15'), one) && overlaps(range('10.0.0.0/16'), other)) {
    return `${refusal}: 10.0.0.0/16 is restricted as the primary block is of 10.0.0.0/15`;
  }
  return undefined;
}
