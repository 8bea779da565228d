import { networkInterfaces } from 'node:os';
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/**
 * Asks a target group for the state of this server, which is a target of it by its address.
 *
 * @param port on which the load balancer reaches it
 * @returns such as `initial`, `healthy` or `draining`; undefined before it is registered
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export function targetState(
  client: ElasticLoadBalancingV2Client,
  targetGroupArn: string,
  port: number,
): () => Promise<string | undefined> {
  return async () => {
    const targets = ownAddresses().map((address) => ({ Id: address, Port: port }));
    if (targets.length === 0) return undefined;
    const { TargetHealthDescriptions = [] } = await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn, Targets: targets }),
    );
    // `unused` is the answer for an address that is not registered.
    const states = TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
    return states.find((state) => state !== undefined && state !== 'unused');
  };
}

/**
 * IPv4 addresses of this machine that others can reach. A task has a second interface, of link-local addresses, for its
 * metadata.
 *
 * @param interfaces for tests
 */
export const ownAddresses = (interfaces = networkInterfaces()): readonly string[] =>
  Object.values(interfaces)
    .flatMap((addresses = []) => addresses)
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);
