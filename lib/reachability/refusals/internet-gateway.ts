import type { NetworkModel } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html';

/** A VPC has one internet gateway. */
export function internetGatewayRefusals({ internetGateways }: NetworkModel): readonly Refusal[] {
  return repeated(internetGateways, ({ vpcId }) => vpcId).map(({ id, vpcId }) => ({
    component: id,
    type: 'internet-gateway',
    reason: `${vpcId ?? ''} already has an internet gateway attached`,
    link: LINK,
  }));
}
