import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnVPCEndpointService, CfnVPCEndpointServicePermissions } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { ServiceLoadBalancer } from '../service-load-balancer';

export interface PrivateLinkServiceProps {
  /** Who is called. */
  readonly service: Workload;

  /** The one account that may find it and ask for a connection. */
  readonly consumerAccount: string;

  /** @default - only the name that AWS gives each endpoint */
  readonly privateDnsName?: string;
}

/**
 * Offers the service to one account as an endpoint service. The consumer calls, never the other way.
 *
 * With a private DNS name the provider shows that the domain is its own: the stack's outputs name a TXT record for the
 * public zone of the domain; once it resolves, `aws ec2 start-vpc-endpoint-service-private-dns-verification --service-id`
 * checks it, and `privateDnsVerified` in the config lets the endpoint use the name.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
 */
export class PrivateLinkService extends Construct {
  readonly serviceId: string;
  /** What the consumer's endpoint asks for. */
  readonly serviceName: string;

  constructor(scope: Construct, id: string, { service, consumerAccount, privateDnsName }: PrivateLinkServiceProps) {
    super(scope, id);
    const { loadBalancer } = new ServiceLoadBalancer(this, 'Entrance', { service });
    const endpointService = new CfnVPCEndpointService(this, 'EndpointService', {
      networkLoadBalancerArns: [loadBalancer.loadBalancerArn],
      acceptanceRequired: true,
      privateDnsName,
    });
    const { partition, region } = Stack.of(this);
    this.serviceId = endpointService.attrServiceId;
    this.serviceName = `com.amazonaws.vpce.${region}.${this.serviceId}`;
    new CfnVPCEndpointServicePermissions(this, 'Permissions', {
      serviceId: this.serviceId,
      allowedPrincipals: [`arn:${partition}:iam::${consumerAccount}:root`],
    });
    if (!privateDnsName) return;
    const name = endpointService.attrPrivateDnsNameConfigurationName;
    new CfnOutput(this, 'VerificationRecord', {
      description: 'TXT record that the public zone of the domain has to hold',
      value: `${name}.${privateDnsName} TXT "${endpointService.attrPrivateDnsNameConfigurationValue}"`,
    });
  }
}
