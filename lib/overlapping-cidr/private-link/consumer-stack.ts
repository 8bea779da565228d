import { CfnOutput, Fn } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointService } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { closedSecurityGroup } from '../../constructs/closed-security-group';
import { admit } from '../../constructs/security-group-rules';
import { SERVICE_PORT } from '../../constructs/service-port';
import type { Workload } from '../../constructs/workload';
import { AccountStack, type AccountStackProps } from '../account-stack';

export interface PrivateLinkConsumerStackProps extends AccountStackProps {
  /** Who calls. */
  readonly caller: Workload;
  readonly serviceName: string;

  /** Whether it answers to the provider's name, which AWS refuses before the connection is accepted. */
  readonly privateDnsEnabled: boolean;
}

/** Consumer's account, second: an endpoint, which asks for a connection and waits. */
export class PrivateLinkConsumerStack extends AccountStack {
  readonly endpointId: string;

  constructor(scope: Construct, id: string, props: PrivateLinkConsumerStackProps) {
    super(scope, id, { description: 'Reaches the service of VPC_B over PrivateLink', environment: props.environment });
    const { network, workloadSecurityGroup } = props.caller;
    const securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Endpoint of the service of VPC_B',
    });
    admit(this, 'Admit', { securityGroup, peer: workloadSecurityGroup, description: 'The workload of VPC_A' });
    const endpoint = new InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: network.vpc,
      service: new InterfaceVpcEndpointService(props.serviceName, SERVICE_PORT),
      subnets: { subnets: [...network.workloadSubnets] },
      securityGroups: [securityGroup],
      open: false,
      privateDnsEnabled: props.privateDnsEnabled,
    });
    this.endpointId = endpoint.vpcEndpointId;
    new CfnOutput(this, 'ServiceHost', {
      description: 'Name of the service in VPC_A, once the connection is accepted',
      value: Fn.select(1, Fn.split(':', Fn.select(0, endpoint.vpcEndpointDnsEntries))),
    });
  }
}
