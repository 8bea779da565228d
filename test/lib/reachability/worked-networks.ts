import {
  attachment,
  entry,
  host,
  merge,
  route,
  rule,
  securityGroup,
  subnet,
  transitGateway,
  transitRoute,
  vpc,
} from '../../../lib/reachability/aws-rules/networks';
import type { NetworkModel } from '../../../lib/reachability/model';
import type { Question } from '../../../lib/reachability/verdict';
import * as piece from './removals';

/** A network in which a connection works, and everything that it needs. */
export interface Worked {
  readonly what: string;
  readonly model: NetworkModel;
  readonly question: Question;
  readonly pieces: readonly piece.Piece[];
}

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');
const everywhere = '0.0.0.0/0';

const acl = (name: string, vpcId: string, inward: readonly [number, number], outward: readonly [number, number]) => ({
  id: `acl-${name}`,
  vpcId,
  entries: [entry(100, 'ingress', 'allow', everywhere, inward), entry(100, 'egress', 'allow', everywhere, outward)],
});

const ends = (toB: string, toA: string) =>
  merge(
    {
      vpcs: [a, b],
      securityGroups: [
        securityGroup(a, 'client', [], [rule(everywhere, 80)]),
        securityGroup(b, 'server', [rule('10.0.0.0/8', 80)], []),
      ],
      networkAcls: [acl('a', a.id, [32768, 60999], [80, 80]), acl('b', b.id, [80, 80], [32768, 60999])],
      networkInterfaces: [
        host(a, 'a', 'client', '10.0.0.10', ['sg-client']),
        host(b, 'b', 'server', '10.1.0.10', ['sg-server']),
      ],
    },
    subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', toB)], { networkAclId: 'acl-a' }),
    subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', toA)], { networkAclId: 'acl-b' }),
  );

const ofEnds = [
  piece.routes('rtb-a', '10.1.0.0/16'),
  piece.routes('rtb-b', '10.0.0.0/16'),
  piece.rules('sg-client', 'egress'),
  piece.rules('sg-server', 'ingress'),
  piece.entries('acl-a', false),
  piece.entries('acl-a', true),
  piece.entries('acl-b', false),
  piece.entries('acl-b', true),
];

const toServer: Question = {
  from: { networkInterfaceId: 'eni-client' },
  to: { ip: '10.1.0.10' },
  protocol: 'tcp',
  port: 80,
};

const peering: Worked = {
  what: 'a peering connection',
  model: merge(ends('pcx-1', 'pcx-1'), {
    vpcPeeringConnections: [{ id: 'pcx-1', requesterVpcId: a.id, accepterVpcId: b.id, status: 'active' }],
  }),
  question: toServer,
  pieces: [...ofEnds, piece.acceptance('pcx-1')],
};

const transit: Worked = {
  what: 'a transit gateway',
  model: merge(
    ends('tgw-1', 'tgw-1'),
    subnet(a, 'a-tgw', '10.0.9.0/28'),
    subnet(b, 'b-tgw', '10.1.9.0/28'),
    transitGateway(transitRoute('10.0.0.0/16', 'a', 'propagated'), transitRoute('10.1.0.0/16', 'b', 'propagated')),
    { transitGatewayAttachments: [attachment(a, 'a', ['a-tgw']), attachment(b, 'b', ['b-tgw'])] },
  ),
  question: toServer,
  pieces: [...ofEnds, piece.transitRoutes('tgw-rtb-1', '10.0.0.0/16'), piece.transitRoutes('tgw-rtb-1', '10.1.0.0/16')],
};

const outward: Worked = {
  what: 'a NAT gateway',
  model: merge(
    {
      vpcs: [a],
      securityGroups: [securityGroup(a, 'client', [], [rule(everywhere, 443)])],
      networkAcls: [acl('nat', a.id, [443, 65535], [443, 65535])],
      internetGateways: [{ id: 'igw-1', vpcId: a.id }],
      natGateways: [
        {
          id: 'nat-1',
          vpcId: a.id,
          subnetId: 'subnet-public',
          connectivityType: 'public',
          networkInterfaceId: 'eni-nat',
        },
      ],
      networkInterfaces: [
        host(a, 'private', 'client', '10.0.0.10', ['sg-client']),
        host(a, 'public', 'nat', '10.0.1.5', [], {
          publicIp: '198.51.100.1',
          owner: { kind: 'nat-gateway', id: 'nat-1' },
        }),
      ],
    },
    subnet(a, 'private', '10.0.0.0/24', [route(everywhere, 'nat-1')]),
    subnet(a, 'public', '10.0.1.0/24', [route(everywhere, 'igw-1')], { networkAclId: 'acl-nat' }),
  ),
  question: { from: { networkInterfaceId: 'eni-client' }, to: 'internet', protocol: 'tcp', port: 443 },
  pieces: [
    piece.routes('rtb-private', everywhere),
    piece.rules('sg-client', 'egress'),
    piece.entries('acl-nat', false),
    piece.entries('acl-nat', true),
  ],
};

const inward: Worked = {
  what: 'an internet gateway',
  model: merge(
    {
      vpcs: [a],
      securityGroups: [securityGroup(a, 'server', [rule(everywhere, 443)], [])],
      networkAcls: [acl('public', a.id, [443, 443], [32768, 60999])],
      internetGateways: [{ id: 'igw-1', vpcId: a.id }],
      networkInterfaces: [host(a, 'public', 'server', '10.0.1.10', ['sg-server'], { publicIp: '198.51.100.2' })],
    },
    subnet(a, 'public', '10.0.1.0/24', [route(everywhere, 'igw-1')], { networkAclId: 'acl-public' }),
  ),
  question: { from: 'internet', to: { componentId: 'eni-server' }, protocol: 'tcp', port: 443 },
  pieces: [
    piece.routes('rtb-public', everywhere),
    piece.rules('sg-server', 'ingress'),
    piece.entries('acl-public', false),
    piece.entries('acl-public', true),
  ],
};

// Load balancers are clients with ports from 1024.
const withServicePorts = (model: NetworkModel): NetworkModel => ({
  ...model,
  networkAcls: model.networkAcls.map((each) => (each.id === 'acl-b' ? acl('b', b.id, [80, 80], [1024, 65535]) : each)),
});

const balanced: Worked = {
  what: 'a Network Load Balancer over peering',
  model: merge(withServicePorts(peering.model), subnet(b, 'nlb', '10.1.1.0/24', [route('10.0.0.0/16', 'pcx-1')]), {
    securityGroups: [securityGroup(b, 'nlb', [rule('10.0.0.0/16', 80)], [rule('10.1.0.0/16', 80)])],
    networkInterfaces: [
      host(b, 'nlb', 'nlb', '10.1.1.5', ['sg-nlb'], { owner: { kind: 'load-balancer', id: 'nlb-1' } }),
    ],
    loadBalancers: [
      {
        id: 'nlb-1',
        kind: 'network',
        scheme: 'internal',
        vpcId: b.id,
        networkInterfaceIds: ['eni-nlb'],
        securityGroupIds: ['sg-nlb'],
        crossZone: false,
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
        listeners: [{ protocols: ['tcp'], port: 80, targetGroupIds: ['tg-1'] }],
      },
    ],
    targetGroups: [
      {
        id: 'tg-1',
        targetType: 'ip',
        vpcId: b.id,
        port: 80,
        preserveClientIp: false,
        targets: [{ to: { ip: '10.1.0.10' }, port: 80 }],
      },
    ],
  }),
  question: { ...toServer, to: { componentId: 'nlb-1' } },
  pieces: [
    piece.routes('rtb-a', '10.1.0.0/16'),
    piece.routes('rtb-nlb', '10.0.0.0/16'),
    piece.rules('sg-client', 'egress'),
    piece.rules('sg-nlb', 'ingress'),
    piece.acceptance('pcx-1'),
    piece.entries('acl-a', true),
  ],
};

const translated: Worked = {
  what: 'attachment NAT between identical CIDRs',
  model: merge(
    {
      vpcs: [a, { ...b, cidrBlocks: a.cidrBlocks }],
      securityGroups: [
        securityGroup(a, 'client', [], [rule('100.66.0.0/16', 80)]),
        securityGroup(b, 'server', [rule('100.65.0.0/16', 80)], []),
      ],
      networkInterfaces: [
        host(a, 'a', 'client', '10.0.0.10', ['sg-client']),
        host(b, 'b', 'server', '10.0.0.10', ['sg-server']),
      ],
      transitGatewayAttachments: [
        attachment(a, 'a', ['a'], { natRules: [{ matchSourceCidr: '10.0.0.0/16', natCidr: '100.65.0.0/16' }] }),
        attachment(b, 'b', ['b'], { natRules: [{ matchSourceCidr: '10.0.0.0/16', natCidr: '100.66.0.0/16' }] }),
      ],
    },
    subnet(a, 'a', '10.0.0.0/24', [route('100.66.0.0/16', 'tgw-1')]),
    subnet({ ...b, cidrBlocks: a.cidrBlocks }, 'b', '10.0.0.0/24', [route('100.65.0.0/16', 'tgw-1')]),
    transitGateway(transitRoute('100.65.0.0/16', 'a'), transitRoute('100.66.0.0/16', 'b')),
  ),
  question: { ...toServer, to: { componentId: 'eni-server' } },
  pieces: [
    piece.routes('rtb-a', '100.66.0.0/16'),
    piece.routes('rtb-b', '100.65.0.0/16'),
    piece.rules('sg-client', 'egress'),
    piece.rules('sg-server', 'ingress'),
    piece.transitRoutes('tgw-rtb-1', '100.65.0.0/16'),
    piece.transitRoutes('tgw-rtb-1', '100.66.0.0/16'),
  ],
};

/** One network for each way of connecting. */
export const workedNetworks: readonly Worked[] = [peering, transit, outward, inward, balanced, translated];
