import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type SecurityGroup,
  type SubnetConfiguration,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { closedSecurityGroup } from './closed-security-group';
import { ownRestrictionOfDefaultSecurityGroup } from './restrict-default-security-group';

export interface WorkloadVpcProps {
  /** Primary IPv4 CIDR, a /16. */
  readonly cidr: string;

  /** Whether workloads reach the internet through one NAT gateway, or only what an ECS task needs through VPC endpoints. */
  readonly internetEgress: boolean;
}

const WORKLOAD: SubnetConfiguration = {
  name: 'Workload',
  subnetType: SubnetType.PRIVATE_ISOLATED,
  cidrMask: 20,
};

/**
 * A VPC over two Availability Zones with one workload subnet, a /20, in each.
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
  /** Of the interface endpoints; it admits nobody by itself. @default - none, as there is internet egress */
  readonly endpointSecurityGroup?: SecurityGroup;

  constructor(scope: Construct, id: string, { cidr, internetEgress }: WorkloadVpcProps) {
    super(scope, id);
    this.cidr = cidr;
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: 2,
      natGateways: internetEgress ? 1 : 0,
      subnetConfiguration: internetEgress
        ? [
            { ...WORKLOAD, subnetType: SubnetType.PRIVATE_WITH_EGRESS },
            // Only the NAT gateway lives here.
            { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
          ]
        : [WORKLOAD],
    });
    this.workloadSubnets = this.vpc.selectSubnets({ subnetGroupName: WORKLOAD.name }).subnets;
    this.recordFlows();
    ownRestrictionOfDefaultSecurityGroup(this);
    if (!internetEgress) this.endpointSecurityGroup = this.createEndpoints();
  }

  /** Ids of the route tables of the workload subnets, in the order of the subnets. */
  get workloadRouteTableIds(): readonly string[] {
    return this.workloadSubnets.map(({ routeTable }) => routeTable.routeTableId);
  }

  private recordFlows(): void {
    const logGroup = new LogGroup(this, 'FlowLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc.addFlowLog('FlowLog', {
      // What was refused says that an option is wrong; what was accepted costs more and says little.
      trafficType: FlowLogTrafficType.REJECT,
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
    });
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
