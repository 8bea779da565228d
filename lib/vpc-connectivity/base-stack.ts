import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EcsService } from '../constructs/ecs-service';
import { EksService } from '../constructs/eks-service';
import { WorkloadVpc } from '../constructs/workload-vpc';

/** CIDRs of VPC_A and VPC_B, a /16 each. */
export interface BaseCidrs {
  readonly eks: string;
  readonly ecs: string;
}

export const CIDRS: BaseCidrs = { eks: '10.0.0.0/16', ecs: '10.1.0.0/16' };

/** VPC_A with EKS and VPC_B with ECS, which cannot talk to each other yet. */
export class BaseStack extends Stack {
  readonly eks: EksService;
  readonly ecs: EcsService;

  constructor(scope: Construct, id: string, cidrs: BaseCidrs = CIDRS) {
    super(scope, id, { description: 'A service on EKS and a service on ECS, in VPCs of their own' });
    this.eks = new EksService(this, 'Eks', {
      network: new WorkloadVpc(this, 'VpcA', { cidr: cidrs.eks, internetEgress: true }),
    });
    this.ecs = new EcsService(this, 'Ecs', {
      network: new WorkloadVpc(this, 'VpcB', { cidr: cidrs.ecs, internetEgress: false }),
    });
  }
}
