import type { NetworkModel } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html';

/** An endpoint service takes Network Load Balancers, and each of them belongs to one service. */
export function endpointServiceRefusals({ endpointServices, loadBalancers }: NetworkModel): readonly Refusal[] {
  const kinds = new Map(loadBalancers.map(({ id, kind }) => [id, kind]));
  const refuse = (component: string, reason: string): Refusal => ({
    component,
    type: 'endpoint-service',
    reason,
    link: LINK,
  });
  const uses = endpointServices.flatMap(({ id, networkLoadBalancerIds }) =>
    networkLoadBalancerIds.map((balancerId) => ({ id, balancerId })),
  );
  const others = uses
    .filter(({ balancerId }) => kinds.get(balancerId) === 'application')
    .map(({ id, balancerId }) => refuse(id, `${balancerId} is an Application Load Balancer`));
  const second = repeated(uses, ({ balancerId }) => balancerId).map(({ id, balancerId }) =>
    refuse(id, `${balancerId} is already associated with an endpoint service`),
  );
  return [...others, ...second];
}
