import { CfnOutput, Names } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnResourceConfiguration, CfnResourceGateway } from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { admit, letOut } from '../constructs/security-group-rules';
import { SERVICE_PORT } from '../constructs/service-port';
import { ClientEndpoint } from './client-endpoint';
import type { Direction } from './direction';

/**
 * One service, reached through a resource gateway in its VPC and a resource endpoint in the client's. The service is named
 * by its load balancer's DNS name, which anybody can resolve, to private addresses.
 *
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
 */
export class ResourceEndpoint extends Construct {
  constructor(scope: Construct, id: string, { client, server }: Direction) {
    super(scope, id);
    const { vpcId, subnetIds, securityGroupIds } = new ClientEndpoint(this, 'Client', client);
    const endpoint = new CfnVPCEndpoint(this, 'Endpoint', {
      vpcEndpointType: 'Resource',
      resourceConfigurationArn: this.createConfiguration(server, this.createGateway(server)).attrArn,
      vpcId,
      subnetIds: [...subnetIds],
      securityGroupIds: [...securityGroupIds],
      privateDnsEnabled: false,
    });
    new CfnOutput(this, 'EndpointId', {
      description: 'aws ec2 describe-vpc-endpoint-associations --vpc-endpoint-ids tells what the client connects to',
      value: endpoint.attrId,
    });
  }

  private createGateway({ network, loadBalancerSecurityGroup }: Direction['server']): CfnResourceGateway {
    const securityGroup = closedSecurityGroup(this, 'GatewaySecurityGroup', {
      vpc: network.vpc,
      description: 'Resource gateway of the service',
    });
    letOut(this, 'LetOut', {
      securityGroup,
      peer: loadBalancerSecurityGroup,
      description: 'The load balancer of the service',
    });
    admit(this, 'Admit', {
      securityGroup: loadBalancerSecurityGroup,
      peer: securityGroup,
      description: 'The resource gateway',
    });
    return new CfnResourceGateway(this, 'Gateway', {
      name: this.nameFor('gateway'),
      vpcIdentifier: network.vpc.vpcId,
      subnetIds: network.workloadSubnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [securityGroup.securityGroupId],
      ipAddressType: 'IPV4',
    });
  }

  private createConfiguration({ loadBalancer }: Direction['server'], gateway: CfnResourceGateway) {
    return new CfnResourceConfiguration(this, 'Configuration', {
      name: this.nameFor('service'),
      resourceConfigurationType: 'SINGLE',
      resourceGatewayId: gateway.attrId,
      resourceConfigurationDefinition: {
        dnsResource: { domainName: loadBalancer.loadBalancerDnsName, ipAddressType: 'IPV4' },
      },
      protocolType: 'TCP',
      portRanges: [String(SERVICE_PORT)],
    });
  }

  /** CloudFormation demands a name, of at most 40 small letters; this one differs for each stack and direction. */
  private nameFor(what: string): string {
    return Names.uniqueResourceName(this, {
      maxLength: 40 - what.length - 1,
      separator: '-',
      allowedSpecialCharacters: '-',
    })
      .toLowerCase()
      .concat('-', what);
  }
}
