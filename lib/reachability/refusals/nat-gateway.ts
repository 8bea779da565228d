import type { NetworkModel } from '../model';
import type { Refusal } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html';

/** Security groups cannot be associated with a NAT gateway. */
export function natGatewayRefusals({ natGateways, networkInterfaces }: NetworkModel): readonly Refusal[] {
  const guarded = new Set(networkInterfaces.filter((one) => one.securityGroupIds.length > 0).map(({ id }) => id));
  return natGateways
    .filter(({ networkInterfaceId }) => guarded.has(networkInterfaceId))
    .map(({ id }) => ({
      component: id,
      type: 'nat-gateway',
      reason: 'a security group cannot be associated with a NAT gateway',
      link: LINK,
    }));
}
