import { CfnServiceNetwork, CfnServiceNetworkServiceAssociation } from 'aws-cdk-lib/aws-vpclattice';
import type { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { type Sharing, share } from '../share';
import { LatticeService } from './lattice-service';

export interface LatticeProviderStackProps extends AccountStackProps {
  /** Of VPC_B. */
  readonly service: Workload;

  readonly sharing: Sharing;
}

/** Provider's account, first: the service on a service network, which is shared with the consumer's account. */
export class LatticeProviderStack extends AccountStack {
  readonly serviceNetworkArn: string;
  /** @default - one account, so that nothing is shared */
  readonly shareArn?: string;

  constructor(scope: Construct, id: string, { environment, service, sharing }: LatticeProviderStackProps) {
    super(scope, id, { description: 'Offers the service of VPC_B over VPC Lattice', environment });
    const latticeService = new LatticeService(this, 'Service', service, sharing.consumerAccount);
    const serviceNetwork = new CfnServiceNetwork(this, 'ServiceNetwork', { authType: 'NONE' });
    new CfnServiceNetworkServiceAssociation(this, 'ServiceAssociation', {
      serviceNetworkIdentifier: serviceNetwork.attrId,
      serviceIdentifier: latticeService.serviceId,
    });
    this.serviceNetworkArn = serviceNetwork.attrArn;
    this.shareArn = share(this, serviceNetwork.attrArn, sharing);
  }
}
