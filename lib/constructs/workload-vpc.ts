import { Fn } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type SecurityGroup,
  type SubnetConfiguration,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { closedSecurityGroup } from './closed-security-group';
import { recordRefusedFlows } from './refused-flows';
import { ownRestrictionOfDefaultSecurityGroup } from './restrict-default-security-group';

export interface WorkloadVpcProps {
  /** Primary IPv4 CIDR, a /16. */
  readonly cidr: string;

  /** Whether workloads reach the internet through one NAT gateway, or only what an ECS task needs through VPC endpoints. */
  readonly internetEgress: boolean;

  /**
   * Availability Zones, with a NAT gateway in each, so that what is left when one is lost still gets new nodes. Public subnets
   * then are a /24 each, which has room for a load balancer. Needs internet egress.
   *
   * @default - two, with one NAT gateway
   */
  readonly zones?: readonly string[];
}

/**
 * The first three of the Region, as the account sees them. Without an account CDK itself assumes two.
 *
 * EKS has no control plane in a few zones, such as `use1-az3`; which name that one has is another in each account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const threeZones = (): readonly string[] => [0, 1, 2].map((index) => Fn.select(index, Fn.getAzs()));

const WORKLOAD: SubnetConfiguration = {
  name: 'Workload',
  subnetType: SubnetType.PRIVATE_ISOLATED,
  cidrMask: 20,
};

const PUBLIC = 'Public';

/**
 * A VPC with one workload subnet, a /20, in each Availability Zone.
 *
 * Without internet egress it has no internet gateway at all. Pulling images and writing logs then takes three interface
 * endpoints, in one zone: 3 x 0.01 USD x 730 h = 21.90 USD a month in us-east-1, against 0.045 USD x 730 h = 32.85 USD and
 * 3.65 USD for the public address of a NAT gateway; the gateway endpoint of S3 is free. Endpoints in a second zone would
 * tip it over, and sample tasks that run on do not need the first.
 * https://aws.amazon.com/privatelink/pricing/ https://aws.amazon.com/vpc/pricing/
 */
export class WorkloadVpc extends Construct {
  readonly vpc: Vpc;
  readonly cidr: string;
  /** One for each Availability Zone, in their order. */
  readonly workloadSubnets: readonly ISubnet[];
  /** One for each Availability Zone, in their order; none without internet egress. */
  readonly publicSubnets: readonly ISubnet[];
  /** Of the interface endpoints; it admits nobody by itself. @default - none, as there is internet egress */
  readonly endpointSecurityGroup?: SecurityGroup;

  constructor(scope: Construct, id: string, { cidr, internetEgress, zones }: WorkloadVpcProps) {
    super(scope, id);
    this.cidr = cidr;
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      ...(zones ? { availabilityZones: [...zones] } : { maxAzs: 2 }),
      natGateways: internetEgress ? (zones?.length ?? 1) : 0,
      subnetConfiguration: internetEgress
        ? [
            { ...WORKLOAD, subnetType: SubnetType.PRIVATE_WITH_EGRESS },
            // Only the NAT gateway lives here, and a load balancer that faces the internet.
            {
              name: PUBLIC,
              subnetType: SubnetType.PUBLIC,
              cidrMask: zones ? 24 : 28,
              mapPublicIpOnLaunch: false,
            },
          ]
        : [WORKLOAD],
    });
    this.workloadSubnets = this.vpc.selectSubnets({ subnetGroupName: WORKLOAD.name }).subnets;
    this.publicSubnets = internetEgress ? this.vpc.selectSubnets({ subnetGroupName: PUBLIC }).subnets : [];
    recordRefusedFlows(this, this.vpc);
    ownRestrictionOfDefaultSecurityGroup(this);
    if (!internetEgress) this.endpointSecurityGroup = this.createEndpoints();
  }

  /** Ids of the route tables of the workload subnets, in the order of the subnets. */
  get workloadRouteTableIds(): readonly string[] {
    return this.workloadSubnets.map(({ routeTable }) => routeTable.routeTableId);
  }

  private createEndpoints(): SecurityGroup {
    const securityGroup = closedSecurityGroup(this, 'EndpointSecurityGroup', {
      vpc: this.vpc,
      description: 'Interface endpoints of AWS services',
    });
    // The layers of images come from S3.
    this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const zone = this.workloadSubnets.slice(0, 1);
    for (const [name, service] of Object.entries({
      EcrApi: InterfaceVpcEndpointAwsService.ECR,
      EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
      Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    })) {
      this.vpc.addInterfaceEndpoint(name, {
        service,
        subnets: { subnets: zone },
        securityGroups: [securityGroup],
        // Whoever uses the endpoints is admitted by its security group, and not the whole VPC.
        open: false,
      });
    }
    return securityGroup;
  }
}
