import { Arn, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { CfnVPCEndpoint, CfnVPCEndpointService } from 'aws-cdk-lib/aws-ec2';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { AwsCall } from '../constructs/aws-call';
import { ClientEndpoint } from './client-endpoint';
import type { Direction } from './direction';
import { EndpointLoadBalancer } from './endpoint-load-balancer';

/**
 * One service, offered by an endpoint service and reached by an interface endpoint in the client's VPC. Only the own
 * account may ask for a connection, as no other principal is allowed; the one that is asked for here is accepted.
 *
 * The client uses the endpoint's own name: a private one needs a public domain to verify.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
 */
export class PrivateLink extends Construct {
  constructor(scope: Construct, id: string, direction: Direction) {
    super(scope, id);
    const { loadBalancer } = new EndpointLoadBalancer(this, 'Server', direction);
    const service = new CfnVPCEndpointService(this, 'EndpointService', {
      networkLoadBalancerArns: [loadBalancer.loadBalancerArn],
      acceptanceRequired: true,
    });
    const { vpcId, subnetIds, securityGroupIds } = new ClientEndpoint(this, 'Client', direction.client);
    const endpoint = new CfnVPCEndpoint(this, 'Endpoint', {
      vpcEndpointType: 'Interface',
      serviceName: serviceName(service),
      vpcId,
      subnetIds: [...subnetIds],
      securityGroupIds: [...securityGroupIds],
      privateDnsEnabled: false,
    });
    this.accept(service, endpoint);
    new CfnOutput(this, 'Address', {
      description: 'What the client connects to',
      value: Fn.select(1, Fn.split(':', Fn.select(0, endpoint.attrDnsEntries))),
    });
  }

  private accept(service: CfnVPCEndpointService, endpoint: CfnVPCEndpoint): void {
    const resourceName = service.attrServiceId;
    new AwsCall(this, 'Acceptance', {
      action: 'ec2:AcceptVpcEndpointConnections',
      resources: [Arn.format({ service: 'ec2', resource: 'vpc-endpoint-service', resourceName }, Stack.of(this))],
      call: {
        service: 'EC2',
        action: 'acceptVpcEndpointConnections',
        parameters: { ServiceId: service.attrServiceId, VpcEndpointIds: [endpoint.attrId] },
        physicalResourceId: PhysicalResourceId.of(endpoint.attrId),
      },
    });
  }
}

/** CloudFormation gives only the id. */
const serviceName = (service: CfnVPCEndpointService): string =>
  Fn.join('.', ['com.amazonaws.vpce', Stack.of(service).region, service.attrServiceId]);
