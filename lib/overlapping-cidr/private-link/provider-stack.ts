import type { Construct } from 'constructs';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { PrivateLinkService, type PrivateLinkServiceProps } from './endpoint-service';

/** Provider's account, first: the endpoint service. */
export class PrivateLinkProviderStack extends AccountStack {
  readonly serviceId: string;
  readonly serviceName: string;

  constructor(scope: Construct, id: string, { environment, ...props }: AccountStackProps & PrivateLinkServiceProps) {
    super(scope, id, { description: 'Offers the service of VPC_B over PrivateLink', environment });
    const { serviceId, serviceName } = new PrivateLinkService(this, 'Service', props);
    this.serviceId = serviceId;
    this.serviceName = serviceName;
  }
}
