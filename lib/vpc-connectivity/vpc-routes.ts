import { CfnRoute } from 'aws-cdk-lib/aws-ec2';
import { Construct, type IDependable } from 'constructs';
import type { WorkloadVpc } from '../constructs/workload-vpc';

export interface VpcRoutesProps {
  readonly from: WorkloadVpc;
  readonly to: WorkloadVpc;
  readonly target: { readonly vpcPeeringConnectionId: string } | { readonly transitGatewayId: string };
  /** What must stand before a route can point to the target. @default - only the target */
  readonly dependency?: IDependable;
}

/** A route to another VPC in every route table of the workload subnets; one that lacks it is a zone that fails. */
export class VpcRoutes extends Construct {
  constructor(scope: Construct, id: string, { from, to, target, dependency }: VpcRoutesProps) {
    super(scope, id);
    for (const [index, routeTableId] of from.workloadRouteTableIds.entries()) {
      const route = new CfnRoute(this, `Route${index + 1}`, {
        routeTableId,
        destinationCidrBlock: to.cidr,
        ...target,
      });
      if (dependency) route.node.addDependency(dependency);
    }
  }
}
