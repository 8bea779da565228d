import type { NetworkModel } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-networks.html';

/** A VPC is associated with one service network at most; ServiceNetwork endpoints reach others. */
export function associationRefusals({ serviceNetworkVpcAssociations }: NetworkModel): readonly Refusal[] {
  return repeated(serviceNetworkVpcAssociations, ({ vpcId }) => vpcId).map(({ id, vpcId }) => ({
    component: id,
    type: 'service-network-vpc-association',
    reason: `${vpcId} is already associated with a service network`,
    link: LINK,
  }));
}
