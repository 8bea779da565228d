import { Arn, Stack } from 'aws-cdk-lib';
import type { CfnVPCPeeringConnection } from 'aws-cdk-lib/aws-ec2';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { AwsCall } from '../constructs/aws-call';

/**
 * Lets names of one VPC's hosts resolve to private addresses in the other, both ways; CloudFormation has no property for
 * it. The name of an internal load balancer does without: it resolves to private addresses everywhere.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html
 */
export class PeeringDns extends Construct {
  constructor(scope: Construct, id: string, peering: CfnVPCPeeringConnection) {
    super(scope, id);
    const resourceName = peering.attrId;
    const options = { AllowDnsResolutionFromRemoteVpc: true };
    new AwsCall(this, 'Options', {
      action: 'ec2:ModifyVpcPeeringConnectionOptions',
      resources: [Arn.format({ service: 'ec2', resource: 'vpc-peering-connection', resourceName }, Stack.of(this))],
      call: {
        service: 'EC2',
        action: 'modifyVpcPeeringConnectionOptions',
        parameters: {
          VpcPeeringConnectionId: peering.attrId,
          RequesterPeeringConnectionOptions: options,
          AccepterPeeringConnectionOptions: options,
        },
        physicalResourceId: PhysicalResourceId.of(peering.attrId),
      },
    });
  }
}
