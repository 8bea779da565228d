import { Fn } from 'aws-cdk-lib';
import type { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { AwsCall } from '../../constructs/aws-call';

/**
 * Addresses of a Network Load Balancer in two Availability Zones, which it keeps, as they are on the transit gateway.
 *
 * @param natCidr a /16, which stands for the VPC's own /16
 */
export function translatedAddresses(
  scope: Construct,
  loadBalancer: NetworkLoadBalancer,
  natCidr: string,
): readonly string[] {
  const paths = [0, 1].map((index) => `NetworkInterfaces.${index}.PrivateIpAddress`);
  const interfaces = new AwsCall(scope, 'Addresses', {
    action: 'ec2:DescribeNetworkInterfaces',
    call: {
      service: 'EC2',
      action: 'describeNetworkInterfaces',
      parameters: { Filters: [{ Name: 'description', Values: [`ELB ${loadBalancer.loadBalancerFullName}`] }] },
      outputPaths: paths,
      physicalResourceId: PhysicalResourceId.of(loadBalancer.loadBalancerFullName),
    },
  });
  const network = natCidr.split('.').slice(0, 2);
  return paths.map((path) => {
    const octets = Fn.split('.', interfaces.getResponseField(path), 4);
    return Fn.join('.', [...network, ...octets.slice(2)]);
  });
}
