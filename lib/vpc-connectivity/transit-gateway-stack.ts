import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { directions, type OptionProps } from './direction';
import { ReferenceRules } from './reference-rules';
import { TransitGateway } from './transit-gateway';
import { VpcRoutes } from './vpc-routes';

/** The VPCs hang on a transit gateway: worth its price once there are more than a few of them, or a network outside. */
export class TransitGatewayStack extends Stack {
  constructor(scope: Construct, id: string, services: OptionProps) {
    super(scope, id, { description: 'EKS and ECS talk through a transit gateway' });
    const { eks, ecs } = services;
    const { transitGatewayId, attachments } = new TransitGateway(this, 'TransitGateway', {
      VpcA: eks.network,
      VpcB: ecs.network,
    });
    for (const [name, { client, server }] of Object.entries(directions(services))) {
      new VpcRoutes(this, `${name}Routes`, {
        from: client.network,
        to: server.network,
        target: { transitGatewayId },
        // EC2 refuses a route to a transit gateway that the VPC is not attached to.
        dependency: attachments,
      });
      // Only rules for incoming traffic may name a security group across a transit gateway.
      // https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-security-group-referencing-for-aws-transit-gateway/
      new ReferenceRules(this, `${name}Rules`, { client, server, dependency: attachments, egressTo: 'subnets' });
    }
  }
}
