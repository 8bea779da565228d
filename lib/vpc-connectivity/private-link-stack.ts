import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { directions, type OptionProps } from './direction';
import { PrivateLink } from './private-link';

/** Each service is offered to the other VPC as an endpoint service: one port, one way each, no route between the VPCs. */
export class PrivateLinkStack extends Stack {
  constructor(scope: Construct, id: string, services: OptionProps) {
    super(scope, id, { description: 'EKS and ECS talk through interface endpoints' });
    for (const [name, direction] of Object.entries(directions(services))) new PrivateLink(this, name, direction);
  }
}
