import { Stack } from 'aws-cdk-lib';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { AwsCall } from '../../constructs/aws-call';
import { AccountStack, type AccountStackProps } from '../account-stack';

export interface PrivateLinkAcceptanceStackProps extends AccountStackProps {
  readonly serviceId: string;

  /** The endpoint to accept. */
  readonly endpointId: string;
}

/** Provider's account, third: accepts that one endpoint. The two accounts need each other in turn, hence its own stack. */
export class PrivateLinkAcceptanceStack extends AccountStack {
  constructor(scope: Construct, id: string, { environment, serviceId, endpointId }: PrivateLinkAcceptanceStackProps) {
    super(scope, id, { description: 'Accepts the endpoint of VPC_A', environment });
    const { partition, region, account } = Stack.of(this);
    new AwsCall(this, 'Acceptance', {
      action: 'ec2:AcceptVpcEndpointConnections',
      resources: [`arn:${partition}:ec2:${region}:${account}:vpc-endpoint-service/${serviceId}`],
      call: {
        service: 'EC2',
        action: 'acceptVpcEndpointConnections',
        parameters: { ServiceId: serviceId, VpcEndpointIds: [endpointId] },
        physicalResourceId: PhysicalResourceId.of(endpointId),
      },
    });
  }
}
