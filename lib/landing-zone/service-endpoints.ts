import {
  InterfaceVpcEndpointAwsService,
  type IPrefixList,
  type ISecurityGroup,
  type ISubnet,
  Peer,
  type Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { awsPrefixList } from '../constructs/aws-prefix-list';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { Connection, HTTPS, letIn, letOut } from './rules';

/** Whom an interface endpoint is there for. */
export type Audience = 'nodes' | 'administration';

/** Services with a gateway endpoint: their addresses are those of a prefix list that AWS keeps. */
export type GatewayService = 's3' | 'dynamodb';

/**
 * What is called without a way to the internet, by whom:
 *
 * - nodes and pods: EC2, by which the VPC CNI attaches addresses and a node learns its name; ECR for images, whose layers
 *   come from S3; EKS Auth for Pod Identity's credentials; Secrets Manager for what the application reads by them
 * - the function that runs kubectl: EKS, which knows the cluster's address; its framework calls it by Lambda
 *
 * STS is not among them since nothing uses IAM roles for service accounts, CloudWatch Logs since no pod ships logs, and
 * Session Manager since the bastion has its own way out.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const SERVICES: Readonly<Record<Audience, Readonly<Record<string, InterfaceVpcEndpointAwsService>>>> = {
  nodes: {
    Ec2: InterfaceVpcEndpointAwsService.EC2,
    EcrApi: InterfaceVpcEndpointAwsService.ECR,
    EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
    EksAuth: InterfaceVpcEndpointAwsService.EKS_AUTH,
    SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  },
  administration: {
    Eks: InterfaceVpcEndpointAwsService.EKS,
    Lambda: InterfaceVpcEndpointAwsService.LAMBDA,
  },
};

const BY_INTERFACE = { protocol: 'tcp', port: HTTPS, description: 'APIs of AWS by interface endpoints' } as const;

export interface ServiceEndpointsProps {
  readonly vpc: Vpc;
  /** Their zones have the endpoints; the others reach them across zones. */
  readonly subnets: readonly ISubnet[];
}

/** Interface endpoints of AWS services, and whom they serve. */
export class ServiceEndpoints extends Construct {
  /** They admit nobody by themselves. */
  private readonly securityGroups: Readonly<Record<Audience, ISecurityGroup>>;
  private readonly prefixLists: Readonly<Record<GatewayService, IPrefixList>>;

  constructor(scope: Construct, id: string, { vpc, subnets }: ServiceEndpointsProps) {
    super(scope, id);
    const group = (name: string, description: string) => closedSecurityGroup(this, name, { vpc, description });
    this.securityGroups = {
      nodes: group('ForNodes', 'Interface endpoints for nodes and pods'),
      administration: group('ForAdministration', 'Interface endpoints for kubectl'),
    };
    this.prefixLists = {
      s3: awsPrefixList(this, 'S3Addresses', 's3'),
      dynamodb: awsPrefixList(this, 'DynamoDbAddresses', 'dynamodb'),
    };
    for (const audience of ['nodes', 'administration'] as const) {
      for (const [name, service] of Object.entries(SERVICES[audience])) {
        vpc.addInterfaceEndpoint(name, {
          service,
          subnets: { subnets: [...subnets] },
          securityGroups: [this.securityGroups[audience]],
          privateDnsEnabled: true,
          // Whoever uses the endpoints is admitted by their security group, and not the whole VPC.
          open: false,
        });
      }
    }
  }

  /** Admits the members of a security group, which themselves have to be let out, to the endpoints of an audience. */
  admit(scope: Construct, id: string, group: ISecurityGroup, audience: Audience): void {
    letIn(scope, id, this.securityGroups[audience], Peer.securityGroupId(group.securityGroupId), BY_INTERFACE);
  }

  /** Lets the members of a security group out to the endpoints of an audience and to gateways, and nowhere else. */
  letOut(scope: Construct, group: ISecurityGroup, audience: Audience, gateways: readonly GatewayService[]): void {
    new Connection(scope, 'ToEndpoints', group, this.securityGroups[audience], BY_INTERFACE);
    for (const service of gateways) {
      letOut(scope, `To-${service}`, group, Peer.prefixList(this.prefixLists[service].prefixListId), {
        protocol: 'tcp',
        port: HTTPS,
        description: `${service} by its gateway endpoint`,
      });
    }
  }
}
