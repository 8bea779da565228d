import { seededRandom } from '../local/seeded-random';
import { emptyModel } from './empty-model';
import {
  attachment,
  GROUPS,
  networkAcl,
  networkInterface,
  securityGroup,
  subnetsOf,
  TRANSIT_GATEWAY,
  ZONES,
} from './generate-parts';
import type { NetworkModel, Route, RouteTarget, TransitGatewayRoute, VpcPeeringConnection } from './model';

export interface GenerateOptions {
  /** The same seed makes the same network. */
  readonly seed: number;
  /** At most 200. */
  readonly vpcs: number;
  readonly interfaces: number;
}

/**
 * A large network: VPCs on one transit gateway, each peered with one other, with two subnets in each of two zones, a
 * network ACL for every second subnet and three security groups.
 */
export function generate({ seed, vpcs: count, interfaces }: GenerateOptions): NetworkModel {
  const random = seededRandom(String(seed));
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const numbers = Array.from({ length: count }, (_, index) => index);
  const cidr = (vpc: number) => `10.${vpc}.0.0/16`;
  const peered = numbers.filter((vpc) => vpc % 2 === 0 && vpc + 1 < count);
  const subnets = numbers.flatMap((vpc) => ZONES.flatMap((zone, index) => subnetsOf(vpc, zone, index)));
  return {
    ...emptyModel,
    vpcs: numbers.map((vpc) => ({ id: `vpc-${vpc}`, cidrBlocks: [cidr(vpc)] })),
    subnets,
    routeTables: numbers.map((vpc) => {
      const route = (destination: string, kind: RouteTarget['kind'], id: string): Route => ({
        destination,
        target: { kind, id },
        origin: kind === 'local' ? 'local' : 'static',
        state: 'active',
      });
      const pair = vpc - (vpc % 2);
      const direct = peered.includes(pair)
        ? [route(cidr(vpc === pair ? pair + 1 : pair), 'vpc-peering-connection', `pcx-${pair}`)]
        : [];
      const away = route('10.0.0.0/8', 'transit-gateway', TRANSIT_GATEWAY);
      const routes = [route(cidr(vpc), 'local', `vpc-${vpc}`), ...direct, away];
      return { id: `rtb-${vpc}`, vpcId: `vpc-${vpc}`, main: true, gatewayIds: [], routes };
    }),
    networkAcls: numbers.map((vpc) => networkAcl(vpc, cidr(Math.floor(random() * count)))),
    securityGroups: numbers.flatMap((vpc) =>
      Array.from({ length: GROUPS }, (_, index) =>
        securityGroup(vpc, index, pick([22, 443, 8080]), pick(['10.0.0.0/8', cidr(Math.floor(random() * count))])),
      ),
    ),
    networkInterfaces: Array.from({ length: interfaces }, (_, index) =>
      networkInterface(index, subnets, Math.floor(random() * GROUPS)),
    ),
    vpcPeeringConnections: peered.map(
      (vpc): VpcPeeringConnection => ({
        id: `pcx-${vpc}`,
        requesterVpcId: `vpc-${vpc}`,
        accepterVpcId: `vpc-${vpc + 1}`,
        status: 'active',
      }),
    ),
    transitGateways: [{ id: TRANSIT_GATEWAY, securityGroupReferencing: true }],
    transitGatewayAttachments: numbers.map(attachment),
    transitGatewayRouteTables: [
      {
        id: 'tgw-rtb-1',
        transitGatewayId: TRANSIT_GATEWAY,
        routes: numbers.map(
          (vpc): TransitGatewayRoute => ({
            destination: cidr(vpc),
            attachmentId: `tgw-attach-${vpc}`,
            origin: 'propagated',
          }),
        ),
      },
    ],
  };
}
