import type { AllocateCidrRequest, IIpAddresses, SubnetIpamOptions, VpcIpamOptions } from 'aws-cdk-lib/aws-ec2';
import type { CidrPlan } from './cidr-plan';

/** Gives the subnets of CDK's Vpc the CIDRs of a plan, by tier and zone, instead of counting them out itself. */
export class PlannedAddresses implements IIpAddresses {
  private readonly cidr: string;
  private readonly plan: CidrPlan;

  /** @param cidr of the VPC */
  constructor(cidr: string, plan: CidrPlan) {
    this.cidr = cidr;
    this.plan = plan;
  }

  allocateVpcCidr(): VpcIpamOptions {
    return { cidrBlock: this.cidr };
  }

  /** @throws Error where the VPC asks for a tier or a zone that the plan does not have */
  allocateSubnetsCidr({ requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    const zones = [...new Set(requestedSubnets.map(({ availabilityZone }) => availabilityZone))];
    const allocatedSubnets = requestedSubnets.map(({ availabilityZone, configuration }) => {
      const zone = zones.indexOf(availabilityZone) + 1;
      const planned = this.plan.subnets.find((subnet) => subnet.tier === configuration.name && subnet.zone === zone);
      if (!planned) throw new Error(`the plan has no subnet ${configuration.name} in zone ${zone}`);
      return { cidr: planned.cidr };
    });
    return { allocatedSubnets };
  }
}
