import { CfnVPCCidrBlock, type ISubnet, PrivateSubnet } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { WorkloadVpc } from '../../constructs/workload-vpc';

export interface RoutableSubnetsProps {
  readonly network: WorkloadVpc;

  /** A /24 that nobody else behind the transit gateway has. */
  readonly cidr: string;
}

/** A secondary CIDR of the VPC that the other side can tell from its own, as one subnet in each Availability Zone. */
export class RoutableSubnets extends Construct {
  /** In the order of the workload subnets. */
  readonly zones: readonly { readonly routable: ISubnet; readonly workload: ISubnet }[];

  constructor(scope: Construct, id: string, { network, cidr }: RoutableSubnetsProps) {
    super(scope, id);
    const { vpcId } = network.vpc;
    const prefix = cidr.split('.').slice(0, 3).join('.');
    const cidrBlock = new CfnVPCCidrBlock(this, 'CidrBlock', { vpcId, cidrBlock: cidr });
    this.zones = network.workloadSubnets.map((workload, index) => {
      const routable = new PrivateSubnet(this, `Subnet${index + 1}`, {
        vpcId,
        availabilityZone: workload.availabilityZone,
        cidrBlock: `${prefix}.${index * 64}/26`,
        mapPublicIpOnLaunch: false,
      });
      routable.node.addDependency(cidrBlock);
      return { routable, workload };
    });
  }

  get subnets(): readonly ISubnet[] {
    return this.zones.map(({ routable }) => routable);
  }
}
