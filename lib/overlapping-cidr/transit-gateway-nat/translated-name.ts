import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { ARecord, PrivateHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

export interface TranslatedNameProps {
  /** Whose hosts may ask. */
  readonly vpc: IVpc;
  readonly zoneName: string;
  readonly addresses: readonly string[];
}

/**
 * A name for translated addresses. The load balancer's own name answers with addresses that, in a VPC of the same CIDR, are
 * somebody else's: the transit gateway translates packets, not DNS.
 */
export class TranslatedName extends Construct {
  constructor(scope: Construct, id: string, { vpc, zoneName, addresses }: TranslatedNameProps) {
    super(scope, id);
    const zone = new PrivateHostedZone(this, 'Zone', { vpc, zoneName });
    new ARecord(this, 'Record', { zone, target: RecordTarget.fromIpAddresses(...addresses) });
  }
}
