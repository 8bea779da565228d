import {
  GatewayVpcEndpointAwsService,
  type ISecurityGroup,
  type ISubnet,
  Peer,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { recordRefusedFlows } from '../constructs/refused-flows';
import { ownRestrictionOfDefaultSecurityGroup } from '../constructs/restrict-default-security-group';
import { addressPlan, TIERS, VPC_CIDR, ZONES } from './address-plan';
import type { Egress } from './config';
import { PlannedAddresses } from './planned-addresses';
import { HTTPS, letOut } from './rules';
import { type Audience, type GatewayService, ServiceEndpoints } from './service-endpoints';

/**
 * The VPC of the task, divided by the planner: public subnets, whose route table leads to the internet gateway, and
 * private ones, whose route table does not. The internet gateway, its attachment and the routes are CDK's: nothing is
 * attached by hand.
 *
 * Idle cost of the way out in us-east-1: one NAT gateway 0.045 USD x 730 h = 32.85 USD and its Elastic IP address 3.65 USD
 * a month, plus 0.045 USD/GB; or seven interface endpoints in one zone 7 x 0.01 USD x 730 h = 51.10 USD, plus 0.01 USD/GB,
 * and twice that in both zones. The NAT gateway is the default because it costs less and because GitOps pulls from a Git
 * host, to which no endpoint leads. Both stand in one zone: a second one is what a service that must not stop would pay.
 * The gateway endpoints of S3 and DynamoDB are free and spare the NAT gateway the layers of images.
 *
 * @see https://aws.amazon.com/vpc/pricing/
 * @see https://aws.amazon.com/privatelink/pricing/
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export class LandingZoneNetwork extends Construct {
  readonly vpc: Vpc;
  readonly egress: Egress;
  /** One for each Availability Zone, in their order; so are the private ones. */
  readonly publicSubnets: readonly ISubnet[];
  readonly privateSubnets: readonly ISubnet[];
  /** @default - none, as there is a NAT gateway */
  readonly endpoints?: ServiceEndpoints;

  constructor(scope: Construct, id: string, egress: Egress) {
    super(scope, id);
    this.egress = egress;
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: new PlannedAddresses(VPC_CIDR, addressPlan()),
      maxAzs: ZONES,
      natGateways: egress === 'nat' ? 1 : 0,
      // The API server's private name and those of endpoints resolve only with both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      subnetConfiguration: [
        // Who wants a public address says so.
        { name: TIERS.public, subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        {
          name: TIERS.private,
          subnetType: egress === 'nat' ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
        },
      ],
    });
    this.publicSubnets = this.vpc.selectSubnets({ subnetGroupName: TIERS.public }).subnets;
    this.privateSubnets = this.vpc.selectSubnets({ subnetGroupName: TIERS.private }).subnets;
    recordRefusedFlows(this, this.vpc);
    ownRestrictionOfDefaultSecurityGroup(this);
    const subnets = [{ subnets: [...this.privateSubnets] }];
    this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3, subnets });
    this.vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB, subnets });
    if (egress === 'endpoints') {
      const subnets = this.privateSubnets.slice(0, 1);
      this.endpoints = new ServiceEndpoints(this, 'Endpoints', { vpc: this.vpc, subnets });
    }
  }

  /**
   * Lets members of a security group in private subnets use APIs of AWS, and by a NAT gateway everything else on 443.
   *
   * @param audience whose interface endpoints they use, where there is no NAT gateway
   * @param gateways what they use by gateway endpoints then
   */
  letOut(scope: Construct, group: ISecurityGroup, audience: Audience, gateways: readonly GatewayService[]): void {
    if (this.endpoints) {
      this.endpoints.letOut(scope, group, audience, gateways);
      return;
    }
    const description = 'The API server, APIs of AWS, registries and Git';
    letOut(scope, 'ToInternet', group, Peer.anyIpv4(), { protocol: 'tcp', port: HTTPS, description });
  }
}
