import type { Construct } from 'constructs';
import { EcsService } from '../constructs/ecs-service';
import type { Workload } from '../constructs/workload';
import { WorkloadVpc } from '../constructs/workload-vpc';
import { AccountStack, type AccountStackProps } from './account-stack';

export interface ProviderStackProps extends AccountStackProps {
  /** Of VPC_B, a /16. */
  readonly cidr: string;
}

/** VPC_B: the provider, on ECS. Nothing leads from it to VPC_A. */
export class ProviderStack extends AccountStack {
  readonly service: Workload;

  constructor(scope: Construct, id: string, { cidr, ...props }: ProviderStackProps) {
    super(scope, id, { description: 'VPC_B: the provider, on ECS', ...props });
    const network = new WorkloadVpc(this, 'VpcB', { cidr, internetEgress: false });
    this.service = new EcsService(this, 'Ecs', { network });
  }
}
