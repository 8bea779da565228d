import { Validations } from 'aws-cdk-lib';
import { CfnTransitGatewayAttachmentNatConfiguration } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface AttachmentNatProps {
  readonly transitGatewayAttachmentId: string;

  /** Of the VPC. */
  readonly cidr: string;

  /** What stands for it on the transit gateway; as long as `cidr`. */
  readonly natCidr: string;
}

/** Host by host, both ways: a source in the VPC becomes one in `natCidr`, a destination there becomes one in the VPC. */
export class AttachmentNat extends Construct {
  constructor(scope: Construct, id: string, { transitGatewayAttachmentId, cidr, natCidr }: AttachmentNatProps) {
    super(scope, id);
    const configuration = new CfnTransitGatewayAttachmentNatConfiguration(this, 'Configuration', {
      transitGatewayAttachmentId,
      natGatewaySupport: 'enable',
      natGatewayRules: [{ ruleNumber: 100, matchSourceCidr: cidr, natCidr }],
    });
    Validations.of(configuration).acknowledge({
      id: 'CloudFormation-Validate::F3006',
      reason: 'The type is of November 2026, and younger than the schemas that the CDK validates with.',
    });
  }
}
