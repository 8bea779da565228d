import { GatewayVpcEndpointAwsService, IpAddresses, type SelectedSubnets, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { recordRefusedFlows } from '../../constructs/refused-flows';
import { ownRestrictionOfDefaultSecurityGroup } from '../../constructs/restrict-default-security-group';

const PUBLIC = 'Public';
const PRIVATE = 'Private';

/**
 * A VPC in two Availability Zones without NAT gateway. The servers are in public subnets, each with a public address that
 * nothing can reach: their security group admits the load balancer only, and that is in private subnets with the cache.
 *
 * The servers have to get out for their image, their logs, and the keys of the user pool. A month in us-east-1, for two
 * servers in two zones:
 *
 * - public addresses: 2 x 0.005 USD x 730 h = 7.30 USD, and 3.65 USD for each server more
 * - a NAT gateway in one zone, which the other zone then depends on: 0.045 USD x 730 h + 3.65 USD = 36.50 USD, and
 *   0.045 USD for each GB
 * - interface endpoints for ECR, its images and logs in two zones: 6 x 0.01 USD x 730 h = 43.80 USD, and the keys of the
 *   user pool still are on the internet
 *
 * With more than nine servers two NAT gateways cost less. DynamoDB and S3 have gateway endpoints, which are free.
 * https://aws.amazon.com/vpc/pricing/ https://aws.amazon.com/privatelink/pricing/
 */
export class ChatNetwork extends Construct {
  readonly vpc: Vpc;
  /** Of the servers. */
  readonly publicSubnets: SelectedSubnets;
  /** Of the load balancer and the cache, without a way out. */
  readonly privateSubnets: SelectedSubnets;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/16'),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: PUBLIC, subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: PRIVATE, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
    });
    this.publicSubnets = this.vpc.selectSubnets({ subnetGroupName: PUBLIC });
    this.privateSubnets = this.vpc.selectSubnets({ subnetGroupName: PRIVATE });
    this.vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    recordRefusedFlows(this, this.vpc);
    ownRestrictionOfDefaultSecurityGroup(this);
  }
}
