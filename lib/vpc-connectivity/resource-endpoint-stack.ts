import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { directions, type OptionProps } from './direction';
import { ResourceEndpoint } from './resource-endpoint';

/** Each load balancer is a resource that the other VPC reaches by an endpoint: as PrivateLink, without another balancer. */
export class ResourceEndpointStack extends Stack {
  constructor(scope: Construct, id: string, services: OptionProps) {
    super(scope, id, { description: 'EKS and ECS talk through resource endpoints' });
    for (const [name, direction] of Object.entries(directions(services))) new ResourceEndpoint(this, name, direction);
  }
}
