import { modelOf } from '../../../../lib/reachability/template/model-of';
import { modelWith, named, resourcesOf, stack, twoSubnets } from './stacks';

const other = '222222222222';
const peer = ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }] as const;

/** A call that AwsCustomResource of CDK makes; `{}` in the text stands for a reference. */
const call = (service: string, action: string, parameters: object) => {
  const parts: unknown[] = [];
  const text = JSON.stringify({ service, action, parameters });
  for (const [index, piece] of text.split(/\{"Ref":"(\w+)"\}/).entries()) {
    if (index % 2 === 0) parts.push(piece);
    else parts.push('"', { Ref: piece }, '"');
  }
  return ['Custom::AWS', { Create: { 'Fn::Join': ['', parts] } }] as const;
};

describe('a VPC peering connection', () => {
  const peering = (properties: object, more: Parameters<typeof modelWith>[0] = {}) =>
    modelWith({
      ...twoSubnets,
      Peer: peer,
      P: ['AWS::EC2::VPCPeeringConnection', { VpcId: { Ref: 'Vpc' }, PeerVpcId: { Ref: 'Peer' }, ...properties }],
      ...more,
    });

  test.each([
    ['within an account', {}, {}, 'active'],
    ['with another account', { PeerOwnerId: other }, {}, 'pending-acceptance'],
    [
      'with another account whose role accepts',
      { PeerOwnerId: other, PeerRoleArn: 'arn:aws:iam::222222222222:role/R' },
      {},
      'active',
    ],
    [
      'with another account that accepts by a call',
      { PeerOwnerId: other },
      { C: call('EC2', 'acceptVpcPeeringConnection', { VpcPeeringConnectionId: { Ref: 'P' } }) },
      'active',
    ],
  ])('%s is %4$s', (_, properties, more, status) => {
    const { vpcPeeringConnections, notModelled } = peering(properties, more);
    expect(notModelled).toEqual([]);
    expect(vpcPeeringConnections).toMatchObject([
      { id: 'S.P', requesterVpcId: 'S.Vpc', accepterVpcId: 'S.Peer', status },
    ]);
  });

  test('resolves names as the calls say, each side for itself', () => {
    const options = {
      VpcPeeringConnectionId: { Ref: 'P' },
      RequesterPeeringConnectionOptions: { AllowDnsResolutionFromRemoteVpc: true },
    };
    const { vpcPeeringConnections } = peering(
      {},
      { C: call('@aws-sdk/client-ec2', 'ModifyVpcPeeringConnectionOptionsCommand', options) },
    );
    expect(vpcPeeringConnections[0]?.allowDnsResolution).toEqual({ requester: true, accepter: false });
    expect(peering({}).vpcPeeringConnections[0]?.allowDnsResolution).toEqual({ requester: false, accepter: false });
  });
});

describe('a transit gateway', () => {
  const gateway = { T: ['AWS::EC2::TransitGateway', {}] } as const;
  const attachment = (properties: object = {}) =>
    [
      'AWS::EC2::TransitGatewayAttachment',
      { TransitGatewayId: { Ref: 'T' }, VpcId: { Ref: 'Vpc' }, SubnetIds: [{ Ref: 'A' }, { Ref: 'B' }], ...properties },
    ] as const;
  const table = ['AWS::EC2::TransitGatewayRouteTable', { TransitGatewayId: { Ref: 'T' } }] as const;
  const of = { TransitGatewayRouteTableId: { Ref: 'R' }, TransitGatewayAttachmentId: { Ref: 'V' } };
  const manual = {
    T: [
      'AWS::EC2::TransitGateway',
      { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' },
    ],
  } as const;

  test('associates and propagates by its default route table', () => {
    const model = modelWith({
      ...twoSubnets,
      ...gateway,
      V: attachment(),
      C: ['AWS::EC2::VPCCidrBlock', { VpcId: { Ref: 'Vpc' }, CidrBlock: '100.64.0.0/24' }],
    });
    const routeTableId = 'S.T/default-route-table';
    expect(model.notModelled).toEqual([]);
    expect(model.transitGatewayAttachments).toMatchObject([
      { id: 'S.V', state: 'available', routeTableId, resource: { kind: 'vpc', subnetIds: ['S.A', 'S.B'] } },
    ]);
    const route = { id: 'S.V', attachmentId: 'S.V', origin: 'propagated' };
    expect(model.transitGatewayRouteTables).toMatchObject([
      {
        id: routeTableId,
        routes: [
          { ...route, destination: '10.0.0.0/16' },
          { ...route, destination: '100.64.0.0/24' },
        ],
      },
    ]);
  });

  test('without defaults does only what the template says', () => {
    const route = ['AWS::EC2::TransitGatewayRoute', { ...of, DestinationCidrBlock: '10.1.0.0/16' }] as const;
    const black = [
      'AWS::EC2::TransitGatewayRoute',
      { TransitGatewayRouteTableId: { Ref: 'R' }, Blackhole: true, DestinationCidrBlock: '10.2.0.0/16' },
    ] as const;
    const all = { ...twoSubnets, ...manual, V: attachment(), R: table, Static: route, Black: black };
    const bare = modelWith(all);
    expect(bare.transitGatewayAttachments[0]).not.toHaveProperty('routeTableId');
    expect(bare.transitGatewayRouteTables.map(({ id }) => id)).toEqual(['S.R']);
    const model = modelWith({
      ...all,
      As: ['AWS::EC2::TransitGatewayRouteTableAssociation', of],
      Pro: ['AWS::EC2::TransitGatewayRouteTablePropagation', of],
    });
    expect(model.notModelled).toEqual([]);
    expect(model.transitGatewayAttachments[0]?.routeTableId).toBe('S.R');
    expect(model.transitGatewayRouteTables[0]?.routes).toEqual([
      { id: 'S.Static', destination: '10.1.0.0/16', attachmentId: 'S.V', origin: 'static' },
      { id: 'S.Black', destination: '10.2.0.0/16', attachmentId: undefined, origin: 'static' },
      { id: 'S.Pro', destination: '10.0.0.0/16', attachmentId: 'S.V', origin: 'propagated' },
    ]);
  });

  test('refuses a second association', () => {
    const model = modelWith({
      ...twoSubnets,
      ...gateway,
      V: attachment(),
      R: table,
      As: ['AWS::EC2::TransitGatewayRouteTableAssociation', of],
    });
    expect(model.notModelled).toMatchObject([
      { id: 'S.As', reason: expect.stringContaining('default route table'), touches: ['S.V'] },
    ]);
  });

  test.each([
    ['waits for acceptance', {}, undefined, 'pending-acceptance'],
    ['is accepted at once', { AutoAcceptSharedAttachments: 'enable' }, undefined, 'available'],
    [
      'is accepted by a call',
      {},
      call('EC2', 'acceptTransitGatewayVpcAttachment', { TransitGatewayAttachmentId: { Ref: 'Attachment' } }),
      'available',
    ],
  ])('shared with another account %s', (_, properties, accepting, state) => {
    const arn = { 'Fn::Join': ['', ['arn:aws:ec2:us-east-1:111111111111:transit-gateway/', { Ref: 'T' }]] };
    const owner = stack(
      {
        Parameters: { Attachment: { Type: 'String' } },
        Resources: resourcesOf({
          T: ['AWS::EC2::TransitGateway', properties],
          Share: ['AWS::RAM::ResourceShare', { ResourceArns: [arn], Principals: [other] }],
        }),
        Outputs: { Id: { Value: { Ref: 'T' } } },
      },
      { stackName: 'Owner' },
    );
    const TransitGatewayId = {
      'Fn::GetStackOutput': { StackName: 'Owner', OutputName: 'Id', RoleArn: 'arn:aws:iam::111111111111:role/R' },
    };
    const member = stack(
      {
        Resources: resourcesOf({
          ...twoSubnets,
          Attachment: attachment({ TransitGatewayId }),
          ...(accepting ? { Call: accepting } : {}),
        }),
      },
      { stackName: 'Member', account: other },
    );
    const model = modelOf([owner, member]);
    expect(model.notModelled).toEqual([]);
    expect(model.transitGatewayAttachments).toMatchObject([{ account: other, state }]);
    expect(model.resourceShares).toMatchObject([{ resourceIds: ['Owner.T'], principals: [other] }]);
  });

  test.each([
    ['routes NAT CIDRs on request', { NatSystemRouteSupport: 'enable' }, ['10.0.0.0/16', '100.65.0.0/16'], 0, 1],
    ['does not route them on request', { NatSystemRouteSupport: 'disable' }, ['10.0.0.0/16'], 0, 1],
    ['does not know whether they are routed', {}, ['10.0.0.0/16'], 1, 1],
    ['translates nothing while it is off', { NatGatewaySupport: 'disable' }, ['10.0.0.0/16'], 0, 0],
  ])('with NAT on an attachment %s', (_, properties, destinations, doubts, rules) => {
    const nat = {
      TransitGatewayAttachmentId: { Ref: 'V' },
      NatGatewaySupport: 'enable',
      NatGatewayRules: [{ RuleNumber: 1, MatchSourceCidr: '10.0.0.0/16', NatCidr: '100.65.0.0/16' }],
      ...properties,
    };
    const model = modelWith({
      ...twoSubnets,
      ...gateway,
      V: attachment(),
      N: ['AWS::EC2::TransitGatewayAttachmentNatConfiguration', nat],
    });
    expect(model.transitGatewayAttachments[0]?.natRules).toEqual(
      Array(rules).fill({ id: 'S.N', matchSourceCidr: '10.0.0.0/16', natCidr: '100.65.0.0/16' }),
    );
    expect(model.transitGatewayRouteTables[0]?.routes.map(({ destination }) => destination).sort()).toEqual(
      destinations,
    );
    expect(model.notModelled).toHaveLength(doubts);
  });

  test('peers with another one by an attachment on each side', () => {
    const model = modelWith({
      ...manual,
      U: ['AWS::EC2::TransitGateway', { DefaultRouteTablePropagation: 'disable' }],
      P: [
        'AWS::EC2::TransitGatewayPeeringAttachment',
        { TransitGatewayId: { Ref: 'T' }, PeerTransitGatewayId: { Ref: 'U' } },
      ],
      R: table,
      Q: ['AWS::EC2::TransitGatewayRouteTable', { TransitGatewayId: { Ref: 'U' } }],
      There: [
        'AWS::EC2::TransitGatewayRoute',
        {
          TransitGatewayRouteTableId: { Ref: 'R' },
          TransitGatewayAttachmentId: { Ref: 'P' },
          DestinationCidrBlock: '10.1.0.0/16',
        },
      ],
      Back: [
        'AWS::EC2::TransitGatewayRoute',
        {
          TransitGatewayRouteTableId: { Ref: 'Q' },
          TransitGatewayAttachmentId: { Ref: 'P' },
          DestinationCidrBlock: '10.0.0.0/16',
        },
      ],
      C: call('EC2', 'acceptTransitGatewayPeeringAttachment', { TransitGatewayAttachmentId: { Ref: 'P' } }),
    });
    expect(model.notModelled).toEqual([]);
    expect(model.transitGatewayAttachments).toMatchObject([
      { id: 'S.P', transitGatewayId: 'S.T', state: 'available', resource: { peerAttachmentId: 'S.P/peer' } },
      {
        id: 'S.P/peer',
        transitGatewayId: 'S.U',
        routeTableId: 'S.U/default-route-table',
        resource: { peerAttachmentId: 'S.P' },
      },
    ]);
    const attachmentsOf = (id: string) =>
      named(model.transitGatewayRouteTables, id).routes.map(({ attachmentId }) => attachmentId);
    expect([attachmentsOf('S.R'), attachmentsOf('S.Q')]).toEqual([['S.P'], ['S.P/peer']]);
  });
});

describe('an endpoint of a service of one’s own', () => {
  const balancer = { Type: 'network', Scheme: 'internal', Subnets: [{ Ref: 'A' }] };
  const resources = (service: object) =>
    ({
      ...twoSubnets,
      L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', balancer],
      S: ['AWS::EC2::VPCEndpointService', { NetworkLoadBalancerArns: [{ Ref: 'L' }], ...service }],
      Who: [
        'AWS::EC2::VPCEndpointServicePermissions',
        { ServiceId: { Ref: 'S' }, AllowedPrincipals: [{ 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:root` }] },
      ],
      E: [
        'AWS::EC2::VPCEndpoint',
        {
          VpcEndpointType: 'Interface',
          VpcId: { Ref: 'Vpc' },
          SubnetIds: [{ Ref: 'B' }],
          ServiceName: { 'Fn::Join': ['.', ['com.amazonaws.vpce', { Ref: 'AWS::Region' }, { Ref: 'S' }]] },
        },
      ],
    }) as const;
  const accept = call('EC2', 'acceptVpcEndpointConnections', {
    ServiceId: { Ref: 'S' },
    VpcEndpointIds: [{ Ref: 'E' }],
  });

  test.each([
    ['waits', {}, {}, 'pendingAcceptance', []],
    ['needs no acceptance', { AcceptanceRequired: false }, {}, 'available', []],
    ['is accepted by a call', {}, { C: accept }, 'available', ['S.E']],
  ])('%s', (_, service, more, state, acceptedEndpointIds) => {
    const model = modelWith({ ...resources(service), ...more });
    expect(model.notModelled).toEqual([]);
    const serviceName = 'com.amazonaws.vpce.us-east-1.S.S';
    expect(model.vpcEndpoints).toMatchObject([
      { id: 'S.E', kind: 'Interface', state, endpointServiceId: 'S.S', serviceName, networkInterfaceIds: ['S.E/1'] },
    ]);
    expect(model.endpointServices).toMatchObject([
      {
        serviceName,
        networkLoadBalancerIds: ['S.L'],
        acceptedEndpointIds,
        permissionsId: 'S.Who',
        allowedPrincipals: ['arn:aws:iam::111111111111:root'],
      },
    ]);
    expect(named(model.networkInterfaces, 'S.E/1').securityGroupIds).toEqual(['S.Vpc/default-security-group']);
  });
});

test('a Gateway endpoint adds a route to the tables that it lists', () => {
  const model = modelWith({
    ...twoSubnets,
    R: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
    E: [
      'AWS::EC2::VPCEndpoint',
      { VpcId: { Ref: 'Vpc' }, RouteTableIds: [{ Ref: 'R' }], ServiceName: 'com.amazonaws.us-east-1.s3' },
    ],
  });
  const prefixListId = 'com.amazonaws.us-east-1.s3';
  expect(model.prefixLists).toMatchObject([{ id: prefixListId, cidrs: undefined }]);
  expect(named(model.routeTables, 'S.R').routes).toContainEqual({
    id: 'S.E',
    destination: { prefixListId },
    target: { kind: 'vpc-endpoint', id: 'S.E' },
    origin: 'static',
    state: 'active',
  });
});

test('an interface of an endpoint can be a target by its address', () => {
  const text = `{"service":"EC2","action":"describeNetworkInterfaces","parameters":{"NetworkInterfaceIds":["\${Id}"]}}`;
  const Id = { 'Fn::Select': [0, { 'Fn::GetAtt': ['E', 'NetworkInterfaceIds'] }] };
  const target = { Id: { 'Fn::GetAtt': ['D', 'NetworkInterfaces.0.PrivateIpAddress'] }, Port: 443 };
  const model = modelWith({
    ...twoSubnets,
    E: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', VpcId: { Ref: 'Vpc' }, SubnetIds: [{ Ref: 'B' }] }],
    D: ['Custom::AWS', { Create: { 'Fn::Sub': [text, { Id }] } }],
    G: ['AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'ip', Port: 443, Targets: [target] }],
  });
  expect(model.notModelled).toEqual([]);
  expect(model.targetGroups[0]?.targets).toEqual([{ to: { ip: '10.0.1.10' }, port: 443 }]);
});
