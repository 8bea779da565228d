import {
  acl,
  attachment,
  group,
  host,
  loadBalancer,
  type Piece,
  peering,
  type Routes,
  rule,
  subnet,
  through,
  topology,
  transitGateway,
  vpc,
} from '../../reachability/aws-rules/topology';
import type { NetworkModel, TargetGroup } from '../../reachability/model';
import { type Dice, diceOf } from './dice';

/**
 * A network in which little things decide: clients' VPC and service's VPC of two zones each, peered,
 * perhaps not yet accepted, or on a transit gateway whose attachments may lack a zone or an association, and an interface endpoint that may lack acceptance; a Network Load
 * Balancer whose targets may be in one zone only, and let in clients, the load balancer, or its health checks; a zone of it that
 * clients may not enter.
 */
export function small(seed: string): NetworkModel {
  const dice = diceOf(`small ${seed}`);
  const between = connection(dice);
  const [near, far]: readonly [Routes, Routes] = [{ '10.1.0.0/16': between.id }, { '10.0.0.0/16': between.id }];
  const clients = dice.pick(['10.0.0.0/16', '10.0.1.0/24', '0.0.0.0/0', '10.1.0.0/16']) ?? '0.0.0.0/0';
  const places = [['S1', '10.1.1.5'] as const, ['S2', '10.1.2.5'] as const];
  return topology(
    vpc('Clients', '10.0.0.0/16'),
    vpc('Service', '10.1.0.0/16'),
    subnet('C1', 'Clients', '10.0.1.0/24', { zone: 'use1-az1', routes: near }),
    subnet('C2', 'Clients', '10.0.2.0/24', { zone: 'use1-az2', routes: near }),
    subnet('S1', 'Service', '10.1.1.0/24', { zone: 'use1-az1', routes: far }),
    subnet('S2', 'Service', '10.1.2.0/24', {
      zone: 'use1-az2',
      routes: far,
      ...(dice.number(0, 1) === 1 && { acl: 'acl-1' }),
    }),
    acl('acl-1', 'Service', 'in deny 10.0.0.0/16', 'in allow 0.0.0.0/0', 'out allow 0.0.0.0/0'),
    ...between.pieces,
    host('client-1', ['Clients', 'C1', '10.0.1.10']),
    host('client-2', ['Clients', 'C2', '10.0.2.10']),
    host('target-1', ['Service', 'S1', '10.1.1.10'], ['target']),
    host('target-2', ['Service', 'S2', '10.1.2.10'], ['target']),
    group('target', 'Service', {
      ingress: [rule(clients, 'tcp', 80), rule('10.1.0.0/16', 'tcp', dice.pick([80, 8080]) ?? 80)],
      egress: [rule('0.0.0.0/0')],
    }),
    loadBalancer('nlb', 'network', 'Service', places, targets(dice), { crossZone: dice.number(0, 1) === 1 }),
    endpoint(dice),
  );
}

function connection(dice: Dice): { readonly id: string; readonly pieces: readonly Piece[] } {
  if (dice.number(0, 1) === 1) {
    const status = dice.number(0, 4) > 0 ? 'active' : 'pending-acceptance';
    const { vpcPeeringConnections = [] } = peering('pcx-1', 'Clients', 'Service');
    return {
      id: 'pcx-1',
      pieces: [{ vpcPeeringConnections: vpcPeeringConnections.map((one) => ({ ...one, status })) }],
    };
  }
  const attached = (id: string, vpcId: string, subnets: readonly [string, string]): Piece => {
    const piece = attachment(id, vpcId, dice.pick([subnets, subnets.slice(0, 1), subnets.slice(1)]) ?? subnets);
    const isAssociated = dice.number(0, 3) > 0;
    const associated = (piece.transitGatewayAttachments ?? []).map(({ routeTableId, ...rest }) => ({
      ...rest,
      ...(isAssociated && { routeTableId }),
    }));
    return { transitGatewayAttachments: associated };
  };
  const pieces = [
    transitGateway([through('10.0.0.0/16', 'near'), through('10.1.0.0/16', 'far')]),
    attached('near', 'Clients', ['C1', 'C2']),
    attached('far', 'Service', ['S1', 'S2']),
  ];
  return { id: 'tgw', pieces };
}

function targets(dice: Dice): Pick<TargetGroup, 'targetType' | 'targets'> & Partial<TargetGroup> {
  const targetType = dice.pick(['ip', 'instance'] as const) ?? 'ip';
  const zones = dice.pick([[1], [2], [1, 2]]) ?? [1, 2];
  return {
    targetType,
    preserveClientIp: dice.number(0, 1) === 1,
    ...(dice.number(0, 1) === 1 && { healthCheckPort: 8080 }),
    targets: zones.map((zone) => ({
      to: targetType === 'ip' ? { ip: `10.1.${zone}.10` } : { networkInterfaceId: `target-${zone}` },
      port: 80,
    })),
  };
}

/** The load balancer's service and an endpoint for it in the clients' VPC, accepted or not. */
function endpoint(dice: Dice): Partial<NetworkModel> {
  const isAccepted = dice.number(0, 2) > 0;
  const [{ networkInterfaces: [node] = [], securityGroups = [] }, id] = [
    host('eni-vpce', ['Clients', 'C1', '10.0.1.50']),
    'vpce-1',
  ];
  return {
    securityGroups,
    networkInterfaces: node ? [{ ...node, owner: { kind: 'vpc-endpoint', id } }] : [],
    endpointServices: [
      {
        id: 'vpce-svc-1',
        serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-1',
        networkLoadBalancerIds: ['nlb'],
        acceptanceRequired: true,
        acceptedEndpointIds: isAccepted ? [id] : [],
        allowedPrincipals: ['*'],
      },
    ],
    vpcEndpoints: [
      {
        id,
        kind: 'Interface',
        vpcId: 'Clients',
        state: isAccepted ? 'available' : 'pendingAcceptance',
        endpointServiceId: 'vpce-svc-1',
        networkInterfaceIds: ['eni-vpce'],
        routeTableIds: [],
        privateDnsEnabled: false,
      },
    ],
  };
}
