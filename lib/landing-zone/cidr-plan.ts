import { type AddressRange, formatCidr, parseCidr } from '../reachability/ipv4';

/** Subnets of one sort, one in each Availability Zone. */
export interface Tier {
  /** Such as `private`. */
  readonly name: string;
  /** Addresses of each subnet; a block of the next power of two is taken. */
  readonly addresses: number;
}

/** What a VPC is to be divided into. */
export interface CidrPlanRequest {
  /** IPv4 CIDR of the VPC. */
  readonly cidr: string;
  /** Availability Zones. */
  readonly zones: number;
  /** In the order in which they are told. */
  readonly tiers: readonly Tier[];
  /** Whether EKS is to use the subnets: then two zones at least are needed. @default - true */
  readonly eks?: boolean;
}

/** A subnet of a plan. */
export interface PlannedSubnet {
  readonly tier: string;
  /** Counts from 1. */
  readonly zone: number;
  readonly cidr: string;
  /** Addresses that are left for interfaces, pods among them. */
  readonly usable: number;
}

/** A VPC divided into subnets. */
export interface CidrPlan {
  /** By tier, and then by zone. */
  readonly subnets: readonly PlannedSubnet[];
  /** What is left, as few CIDRs as possible, in order. */
  readonly free: readonly string[];
  /** Whether the same tiers would fit into one more zone. */
  readonly fitsAnotherZone: boolean;
}

/** Why there is no such plan. */
export interface ImpossiblePlan {
  readonly reasons: readonly string[];
  /** The same tiers with smaller blocks, the largest halved first, that fit. @default - there are none */
  readonly instead?: CidrPlanRequest;
}

/**
 * The first four addresses and the last one of each subnet are AWS's.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export const RESERVED_ADDRESSES = 5;

/** Prefix lengths of a VPC and of a subnet. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const PREFIX_LENGTHS = { from: 16, to: 28 };
const SMALLEST = 2 ** (32 - PREFIX_LENGTHS.to);
const LARGEST = 2 ** (32 - PREFIX_LENGTHS.from);

/**
 * Availability Zones that the subnets of a cluster are in at least.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const EKS_ZONES = 2;

/**
 * Divides a VPC: the largest blocks first, so that each begins where its size allows and nothing is left in between.
 *
 * @throws Ipv4SyntaxError
 */
export function planCidrs(request: CidrPlanRequest): CidrPlan | ImpossiblePlan {
  const reasons = objections(request);
  if (reasons.length === 0) return divided(request);
  const instead = smaller(request);
  return { reasons, ...(instead && { instead }) };
}

/** Whether there is a plan. */
export const isPossible = (plan: CidrPlan | ImpossiblePlan): plan is CidrPlan => 'subnets' in plan;

/**
 * How many nodes a subnet has addresses for: each takes one of its own and one for every pod, as the VPC CNI gives pods
 * addresses of the VPC. https://docs.aws.amazon.com/eks/latest/best-practices/ip-opt.html
 */
export function nodesThatFit({ usable }: PlannedSubnet, podsPerNode: number): number {
  return Math.floor(usable / (podsPerNode + 1));
}

function objections(request: CidrPlanRequest): readonly string[] {
  const { zones, tiers, eks = true } = request;
  const vpc = parseCidr(request.cidr);
  const [size, cidr] = [sizeOf(vpc), formatCidr(vpc)];
  const reasons: string[] = [];
  if (size < SMALLEST || size > LARGEST) {
    reasons.push(`a VPC is a /${PREFIX_LENGTHS.from} to a /${PREFIX_LENGTHS.to}, and ${cidr} is not`);
  }
  for (const { name, addresses } of tiers.filter((tier) => blockOf(tier) > LARGEST)) {
    reasons.push(`a subnet has ${counted(LARGEST)} at most, and ${name} asks for ${addresses.toLocaleString('en')}`);
  }
  if (eks && zones < EKS_ZONES) {
    reasons.push(`EKS needs subnets in ${EKS_ZONES} Availability Zones at least, and the plan has ${zones}`);
  }
  const blocks = tiers.map(blockOf);
  const wanted = zones * sum(blocks);
  if (wanted > size) {
    const each = blocks.length === 1 ? `${blocks[0]}` : `(${blocks.join(' + ')})`;
    reasons.push(
      `${zones} ${zones === 1 ? 'zone' : 'zones'} × ${each} = ${counted(wanted)}, and ${cidr} has ${size.toLocaleString('en')}`,
    );
  }
  return reasons;
}

// Blocks of powers of two, the largest first, leave no gap: where their sum fits they all fit.
function divided({ cidr, zones, tiers }: CidrPlanRequest): CidrPlan {
  const vpc = parseCidr(cidr);
  const wanted = tiers.flatMap((tier, order) =>
    Array.from({ length: zones }, (_, index) => ({ tier, order, zone: index + 1, size: blockOf(tier) })),
  );
  let next = vpc.first;
  const placed = [...wanted]
    .sort((one, other) => other.size - one.size || one.order - other.order || one.zone - other.zone)
    .map((one) => {
      const block = { ...one, first: next };
      next += one.size;
      return block;
    })
    .sort((one, other) => one.order - other.order || one.zone - other.zone);
  const free = blocksBetween(next, vpc.last);
  return {
    subnets: placed.map(({ tier, zone, size, first }) => ({
      tier: tier.name,
      zone,
      cidr: cidrOf(first, size),
      usable: size - RESERVED_ADDRESSES,
    })),
    free: free.map(({ first, size }) => cidrOf(first, size)),
    fitsAnotherZone: sum(tiers.map(blockOf)) <= vpc.last + 1 - next,
  };
}

/** The aligned blocks of powers of two that make up a range, in order. */
function blocksBetween(first: number, last: number): readonly { readonly first: number; readonly size: number }[] {
  const blocks: { readonly first: number; readonly size: number }[] = [];
  for (let next = first; next <= last; ) {
    let size = 1;
    while (next % (size * 2) === 0 && next + size * 2 - 1 <= last) size *= 2;
    blocks.push({ first: next, size });
    next += size;
  }
  return blocks;
}

function smaller(request: CidrPlanRequest): CidrPlanRequest | undefined {
  const zones = Math.max(request.zones, request.eks === false ? 1 : EKS_ZONES);
  let tiers = request.tiers.map((tier) => ({ ...tier, addresses: blockOf(tier) }));
  for (;;) {
    const reduced: CidrPlanRequest = { ...request, zones, tiers };
    if (objections(reduced).length === 0) return reduced;
    const largest = Math.max(...tiers.map(({ addresses }) => addresses));
    if (largest <= SMALLEST) return undefined;
    const index = tiers.findLastIndex(({ addresses }) => addresses === largest);
    tiers = tiers.map((tier, position) => (position === index ? { ...tier, addresses: largest / 2 } : tier));
  }
}

const blockOf = ({ addresses }: Tier): number => Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(addresses)));

const sizeOf = ({ first, last }: AddressRange): number => last - first + 1;

const cidrOf = (first: number, size: number): string =>
  formatCidr({ first, last: first + size - 1, prefixLength: 32 - Math.log2(size) });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const counted = (addresses: number): string => `${addresses.toLocaleString('en')} addresses`;
