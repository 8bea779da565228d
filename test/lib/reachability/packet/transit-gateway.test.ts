import {
  allowAll,
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
} from '../../../../lib/reachability/aws-rules/networks';
import type {
  NetworkAclEntry,
  NetworkModel,
  SecurityGroup,
  TransitGatewayAttachment,
  TransitGatewayRoute,
} from '../../../../lib/reachability/model';
import { type Answer, answer, blocked, to } from './ask';

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');
const reachable = 'reachable';
const zoneOne = { availabilityZone: 'use1-az1' };

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html */
describe('two transit gateways of two Regions', () => {
  interface Given {
    /** What the table of `tgw-1` says beyond its own VPC, and what that of `tgw-2` does. */
    readonly there?: readonly TransitGatewayRoute[];
    readonly back?: readonly TransitGatewayRoute[];
    readonly state?: TransitGatewayAttachment['state'];
    readonly without?: 'far end';
    readonly ingress?: string;
  }

  const far = { ...b, region: 'eu-west-1' };
  const end = (name: string, tgw: string, peer: string, peerTgw: string): TransitGatewayAttachment => ({
    id: `tgw-attach-${name}`,
    transitGatewayId: tgw,
    resource: { kind: 'peering', peerAttachmentId: `tgw-attach-${peer}`, peerTransitGatewayId: peerTgw },
    state: 'available',
    routeTableId: tgw === 'tgw-1' ? 'tgw-rtb-1' : 'tgw-rtb-2',
    natRules: [],
  });

  function given({
    there = [transitRoute('10.1.0.0/16', 'near-end')],
    back = [transitRoute('10.0.0.0/16', 'far-end')],
    state = 'available',
    without,
    ingress = '10.0.0.0/16',
  }: Given): NetworkModel {
    const ends = [
      { ...end('near-end', 'tgw-1', 'far-end', 'tgw-2'), state },
      { ...end('far-end', 'tgw-2', 'near-end', 'tgw-1'), state },
    ];
    return merge(
      subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', 'tgw-1')]),
      subnet(far, 'b', '10.1.0.0/24', [route('10.0.0.0/16', 'tgw-2')]),
      transitGateway(transitRoute('10.0.0.0/16', 'a', 'propagated'), ...there),
      {
        vpcs: [a, far],
        transitGateways: [{ id: 'tgw-2', securityGroupReferencing: true }],
        transitGatewayRouteTables: [
          {
            id: 'tgw-rtb-2',
            transitGatewayId: 'tgw-2',
            routes: [transitRoute('10.1.0.0/16', 'b', 'propagated'), ...back],
          },
        ],
        transitGatewayAttachments: [
          attachment(a, 'a', ['a']),
          attachment(far, 'b', ['b'], { transitGatewayId: 'tgw-2', routeTableId: 'tgw-rtb-2' }),
          ...(without ? ends.slice(0, 1) : ends),
        ],
        securityGroups: [allowAll(a, 'client'), securityGroup(far, 'server', [rule(ingress, 80)])],
        networkInterfaces: [
          host(a, 'a', 'client', '10.0.0.10', ['sg-client']),
          host(far, 'b', 'server', '10.1.0.10', ['sg-server']),
        ],
      },
    );
  }

  test.each<[string, Given, Answer]>([
    ['with static routes on both', {}, reachable],
    ['without the route there', { there: [] }, blocked('tgw-rtb-1')],
    ['without the route back', { back: [] }, blocked('tgw-rtb-2')],
    ['without either', { there: [], back: [] }, blocked('tgw-rtb-1', 'tgw-rtb-2')],
    ['with a blackhole', { there: [transitRoute('10.1.0.0/16', undefined)] }, blocked('tgw-rtb-1')],
    ['whose peering waits', { state: 'pending-acceptance' }, blocked('tgw-attach-far-end', 'tgw-attach-near-end')],
    ['whose rule refers to a group', { ingress: 'sg-client' }, blocked('sg-server')],
    [
      'whose other end nobody read',
      { without: 'far end' },
      { blockedBy: ['tgw-attach-near-end'], notModelled: ['tgw-attach-near-end'] },
    ],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(changes), to('eni-server'))).toEqual(expected);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security */
describe('security groups referred to over a transit gateway', () => {
  interface Given {
    readonly server?: SecurityGroup;
    readonly client?: SecurityGroup;
    readonly refers?: readonly [transitGateway: boolean, one: boolean, other: boolean];
    readonly zone?: string;
    readonly endpoint?: true;
  }
  const server = securityGroup(b, 'server', [rule('sg-client', 80)]);

  function given({
    server: ofServer = server,
    client = allowAll(a, 'client'),
    refers = [true, true, true],
    zone = 'use1-az1',
    endpoint,
  }: Given) {
    const [all, one, other] = refers;
    const referring = (each: TransitGatewayAttachment, securityGroupReferencing: boolean): TransitGatewayAttachment =>
      each.resource.kind === 'vpc' ? { ...each, resource: { ...each.resource, securityGroupReferencing } } : each;
    const gateway = transitGateway(transitRoute('10.0.0.0/16', 'a'), transitRoute('10.1.0.0/16', 'b'));
    return merge(
      subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', 'tgw-1')]),
      subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', 'tgw-1')], { availabilityZone: zone }),
      {
        ...gateway,
        vpcs: [a, b],
        vpcEndpoints: [
          {
            id: 'vpce-1',
            kind: 'Interface',
            vpcId: b.id,
            state: 'available',
            serviceName: 'com.amazonaws.us-east-1.s3',
            networkInterfaceIds: ['eni-server'],
            routeTableIds: [],
            privateDnsEnabled: false,
          },
        ],
        transitGateways: [{ id: 'tgw-1', securityGroupReferencing: all }],
        transitGatewayAttachments: [
          referring(attachment(a, 'a', ['a']), one),
          referring(attachment(b, 'b', ['b']), other),
        ],
        securityGroups: [client, ofServer],
        networkInterfaces: [
          host(a, 'a', 'client', '10.0.0.10', ['sg-client']),
          host(
            b,
            'b',
            'server',
            '10.1.0.10',
            ['sg-server'],
            endpoint && { owner: { kind: 'vpc-endpoint', id: 'vpce-1' } },
          ),
        ],
      },
    );
  }

  const onlyOut = (peer: string) => securityGroup(a, 'client', [], [rule(peer, 80)]);
  test.each<[string, Given, Answer]>([
    ['by an ingress rule, everything on', {}, reachable],
    ['by an ingress rule, not on the gateway', { refers: [false, true, true] }, blocked('sg-server')],
    ['by an ingress rule, not on the sender’s attachment', { refers: [true, false, true] }, blocked('sg-server')],
    ['by an ingress rule, not on the receiver’s attachment', { refers: [true, true, false] }, blocked('sg-server')],
    ['by an egress rule', { client: onlyOut('sg-server') }, blocked('sg-client')],
    ['by an address in the egress rule', { client: onlyOut('10.1.0.0/16') }, reachable],
    ['in a zone that does not know them', { zone: 'use1-az3' }, blocked('sg-server')],
    ['in another zone', { zone: 'use1-az2' }, reachable],
    ['by the group of an endpoint', { endpoint: true }, blocked('sg-server')],
    [
      'by an address in the group of an endpoint',
      { endpoint: true, server: securityGroup(b, 'server', [rule('10.0.0.0/16', 80)]) },
      reachable,
    ],
    ['by another group', { server: securityGroup(b, 'server', [rule('sg-other', 80)]) }, blocked('sg-server')],
  ])('%s', (_what, changes, expected) => {
    expect(answer(given(changes), to('eni-server'))).toEqual(expected);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html */
describe('network ACLs of the subnets of an attachment', () => {
  const request = { ports: [80, 80], reply: [32768, 60999] } as const;
  const client = '10.0.0.10/32';
  const server = '10.1.0.10/32';
  const ofHostA = [
    entry(1, 'egress', 'allow', server, request.ports),
    entry(2, 'ingress', 'allow', server, request.reply),
  ];
  const ofHostB = [
    entry(1, 'ingress', 'allow', client, request.ports),
    entry(2, 'egress', 'allow', client, request.reply),
  ];
  /** The attachment's own subnet: inbound from its VPC's hosts, outbound to them. */
  const ofAttachmentA = [
    entry(1, 'ingress', 'allow', client, request.ports),
    entry(2, 'egress', 'allow', client, request.reply),
  ];
  const ofAttachmentB = [
    entry(1, 'egress', 'allow', server, request.ports),
    entry(2, 'ingress', 'allow', server, request.reply),
  ];
  /** One subnet for both: outbound to where it goes and inbound from where it starts, of what leaves the VPC. */
  const sharedA = [
    entry(1, 'egress', 'allow', server, request.ports),
    entry(2, 'ingress', 'allow', client, request.ports),
  ];
  const sharedB = [
    entry(1, 'egress', 'allow', client, request.reply),
    entry(2, 'ingress', 'allow', server, request.reply),
  ];
  const acl = (id: string, vpcId: string, entries: readonly NetworkAclEntry[]) => ({ id, vpcId, entries });

  function given(entries: Readonly<Record<string, readonly NetworkAclEntry[]>>, shared: boolean): NetworkModel {
    const names = shared ? { a: 'a', b: 'b' } : { a: 'attachment-a', b: 'attachment-b' };
    return merge(
      subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', 'tgw-1')], { networkAclId: 'acl-a' }),
      subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', 'tgw-1')], { networkAclId: 'acl-b' }),
      subnet(a, 'attachment-a', '10.0.1.0/28', [], { networkAclId: 'acl-attachment-a' }),
      subnet(b, 'attachment-b', '10.1.1.0/28', [], { networkAclId: 'acl-attachment-b' }),
      transitGateway(transitRoute('10.0.0.0/16', 'a'), transitRoute('10.1.0.0/16', 'b')),
      {
        vpcs: [a, b],
        networkAcls: Object.entries(entries).map(([id, own]) => acl(id, id.endsWith('a') ? a.id : b.id, own)),
        transitGatewayAttachments: [attachment(a, 'a', [names.a]), attachment(b, 'b', [names.b])],
        securityGroups: [allowAll(a, 'client'), allowAll(b, 'server')],
        networkInterfaces: [
          host(a, 'a', 'client', '10.0.0.10', ['sg-client']),
          host(b, 'b', 'server', '10.1.0.10', ['sg-server']),
        ],
      },
    );
  }

  const dedicated = {
    'acl-a': ofHostA,
    'acl-b': ofHostB,
    'acl-attachment-a': ofAttachmentA,
    'acl-attachment-b': ofAttachmentB,
  };
  const shared = { 'acl-a': sharedA, 'acl-b': sharedB };
  const cases = [
    ...Object.keys(dedicated).map((id) => ['dedicated', id, dedicated, false] as const),
    ...Object.keys(shared).map((id) => ['shared', id, shared, true] as const),
  ];

  test.each([
    ['dedicated', dedicated, false],
    ['shared with the hosts', shared, true],
  ] as const)('that is %s pass what the rules say', (_what, entries, isShared) => {
    expect(answer(given(entries, isShared), to('eni-server'))).toBe(reachable);
  });

  test.each(cases)(
    'that is %s need every entry of %s',
    (_what, id, entries: typeof dedicated | typeof shared, isShared) => {
      const all: Readonly<Record<string, readonly NetworkAclEntry[]>> = entries;
      for (const number of [1, 2]) {
        const fewer = (all[id] ?? []).filter(({ ruleNumber }) => ruleNumber !== number);
        expect(answer(given({ ...all, [id]: fewer }, isShared), to('eni-server'))).toEqual(blocked(id));
      }
    },
  );

  test('that is shared with the hosts are not asked what arrives', () => {
    const deny = [entry(3, 'ingress', 'deny', client), entry(4, 'egress', 'deny', server)];
    expect(answer(given({ ...shared, 'acl-b': [...sharedB, ...deny] }, true), to('eni-server'))).toBe(reachable);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html */
describe('an inspection VPC', () => {
  const inspection = vpc('vpc-inspection', '10.9.0.0/16');

  function given(appliance: { readonly sourceDestCheck: boolean } | undefined, applianceMode: boolean): NetworkModel {
    const through = appliance ? [route('0.0.0.0/0', 'eni-appliance')] : [route('10.0.0.0/8', 'tgw-1')];
    const ofInspection = attachment(inspection, 'inspection', ['entry-one', 'entry-two'], {
      routeTableId: 'tgw-rtb-after',
    });
    const { resource } = ofInspection;
    return merge(
      subnet(a, 'a', '10.0.0.0/24', [route('10.1.0.0/16', 'tgw-1')]),
      subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', 'tgw-1')], { availabilityZone: 'use1-az2' }),
      subnet(inspection, 'entry-one', '10.9.0.0/28', through),
      subnet(inspection, 'entry-two', '10.9.0.16/28', through, { availabilityZone: 'use1-az2' }),
      subnet(inspection, 'appliance', '10.9.1.0/24', [route('10.0.0.0/8', 'tgw-1')]),
      transitGateway(transitRoute('0.0.0.0/0', 'inspection')),
      {
        vpcs: [a, b, inspection],
        transitGatewayRouteTables: [
          {
            id: 'tgw-rtb-after',
            transitGatewayId: 'tgw-1',
            routes: [transitRoute('10.0.0.0/16', 'a'), transitRoute('10.1.0.0/16', 'b')],
          },
        ],
        transitGatewayAttachments: [
          attachment(a, 'a', ['a']),
          attachment(b, 'b', ['b']),
          { ...ofInspection, resource: resource.kind === 'vpc' ? { ...resource, applianceMode } : resource },
        ],
        securityGroups: [allowAll(a, 'client'), allowAll(b, 'server'), allowAll(inspection, 'appliance')],
        networkInterfaces: [
          host(a, 'a', 'client', '10.0.0.10', ['sg-client']),
          host(b, 'b', 'server', '10.1.0.10', ['sg-server']),
          host(inspection, 'appliance', 'appliance', '10.9.1.10', ['sg-appliance'], appliance),
        ],
      },
    );
  }

  test.each<[string, { readonly sourceDestCheck: boolean } | undefined, boolean, Answer]>([
    ['that only turns packets round, its attachment in the zones of both ends', undefined, true, reachable],
    ['whose appliance checks source and destination', { sourceDestCheck: true }, true, blocked('eni-appliance')],
    [
      'whose appliance forwards',
      { sourceDestCheck: false },
      true,
      { blockedBy: ['eni-appliance'], notModelled: ['eni-appliance'] },
    ],
  ])('%s', (_what, appliance, applianceMode, expected) => {
    expect(answer(given(appliance, applianceMode), to('eni-server'))).toEqual(expected);
  });

  test.each([
    ['of the zone that both ends are in, without appliance mode', false, true],
    ['of either zone, in appliance mode', true, false],
  ] as const)('has to know the way in the subnet %s', (_what, applianceMode, works) => {
    const model = given(undefined, applianceMode);
    const subnets = model.subnets.map((each) => (each.id === 'subnet-b' ? { ...each, ...zoneOne } : each));
    const routeTables = model.routeTables.map((each) =>
      each.id === 'rtb-entry-two' ? { ...each, routes: each.routes.slice(0, 1) } : each,
    );
    expect(answer({ ...model, subnets, routeTables }, to('eni-server')) === reachable).toBe(works);
  });
});
