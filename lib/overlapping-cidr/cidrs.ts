/** Of VPC_A, and of VPC_B unless it is compared: that they are identical is the exercise. */
export const VPC_CIDR = '10.0.0.0/16';

/**
 * What is told apart: from the shared address space 100.64.0.0/10, which may be added to a VPC of 10.0.0.0/8 and is not
 * used within it. An EKS cluster with custom networking often has taken 100.64.0.0/16 for its pods already: then choose
 * others. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 */
export const ROUTABLE_CIDRS = { consumer: '100.64.0.0/24', provider: '100.64.1.0/24' } as const;

/** What each VPC's addresses are on the transit gateway with NAT on its attachments; as long as VPC_CIDR. */
export const NAT_CIDRS = { consumer: '100.65.0.0/16', provider: '100.66.0.0/16' } as const;
