import { formatCidr, parseCidr } from '../ipv4';
import type { NetworkModel } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayRoute.html';

/** A transit gateway route table has one static route for each destination. */
export function transitGatewayRouteTableRefusals({ transitGatewayRouteTables }: NetworkModel): readonly Refusal[] {
  return transitGatewayRouteTables.flatMap(({ id, routes }) =>
    repeated(
      routes.filter(({ origin }) => origin === 'static'),
      ({ destination }) => formatCidr(parseCidr(destination)),
    ).map((route) => ({
      component: route.id ?? id,
      type: 'transit-gateway-route-table' as const,
      reason: `a static route to ${route.destination} already exists in ${id}`,
      link: LINK,
    })),
  );
}
