import type { Construct } from 'constructs';
import { EksService } from '../constructs/eks-service';
import type { Workload } from '../constructs/workload';
import { WorkloadVpc } from '../constructs/workload-vpc';
import { AccountStack, type AccountStackProps } from './account-stack';
import { VPC_CIDR } from './cidrs';

/** VPC_A: the consumer, on EKS. Nothing leads from it to VPC_B. */
export class ConsumerStack extends AccountStack {
  readonly service: Workload;

  constructor(scope: Construct, id: string, props: AccountStackProps) {
    super(scope, id, { description: 'VPC_A: the consumer, on EKS', ...props });
    const network = new WorkloadVpc(this, 'VpcA', { cidr: VPC_CIDR, internetEgress: true });
    this.service = new EksService(this, 'Eks', { network });
  }
}
