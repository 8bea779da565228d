import { type CidrPlan, type CidrPlanRequest, isPossible, type PlannedSubnet, planCidrs } from './cidr-plan';

/** Of the VPC: what the task gives. */
export const VPC_CIDR = '10.10.4.0/22';

/** Names of the tiers, which are the names of the subnets of the stack too. */
export const TIERS = { public: 'Public', private: 'Private' } as const;

/**
 * The private tier is wide because every pod takes an address of it, the public one is small:
 * the NAT gateway, the bastion, and room for load balancers, which want a /27 and eight free addresses in each zone.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 *
 * It is made for three zones although the stack uses two: taken later, the third one moves no subnet of the others.
 */
export const ADDRESS_PLAN: CidrPlanRequest = {
  cidr: VPC_CIDR,
  zones: 3,
  tiers: [
    { name: TIERS.public, addresses: 64 },
    { name: TIERS.private, addresses: 256 },
  ],
};

/**
 * Availability Zones with subnets. EKS wants two, and a third would have neither a node nor a NAT gateway of its own.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const ZONES = 2;

/** How one is tempted to cut the same space: a half for each tier, which leaves no room for the second zone. */
export const TWO_HALVES: CidrPlanRequest = {
  cidr: VPC_CIDR,
  zones: ZONES,
  tiers: [
    { name: TIERS.public, addresses: 512 },
    { name: TIERS.private, addresses: 512 },
  ],
};

/**
 * The plan.
 *
 * @throws Error with the planner's reasons where there is none
 */
export function addressPlan(request: CidrPlanRequest = ADDRESS_PLAN): CidrPlan {
  const plan = planCidrs(request);
  if (!isPossible(plan)) throw new Error(`${request.cidr} cannot be divided so: ${plan.reasons.join('; ')}`);
  return plan;
}

/** The subnets that the stack has; the others of the plan are kept for the third zone. */
export function usedSubnets({ subnets }: CidrPlan): readonly PlannedSubnet[] {
  return subnets.filter(({ zone }) => zone <= ZONES);
}

/**
 * Pods that the address of a node is good for on a t4g.medium: three interfaces of six addresses, of which each keeps one,
 * and two pods with the node's own address. https://github.com/aws/amazon-vpc-cni-k8s/blob/master/misc/eni-max-pods.txt
 */
export const PODS_PER_NODE = 17;
