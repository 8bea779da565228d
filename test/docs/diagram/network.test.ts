import type { ConnectivityOption } from '../../../lib/connectivity/option';
import { flowchartOf } from '../../../lib/docs/diagram/diagram';
import { type BoxPlan, type DiagramPlan, DiagramPlanError } from '../../../lib/docs/diagram/plan';
import { handMade, type Made } from './hand-made';

const ref = (Ref: string) => ({ Ref });

/** A VPC with a service in two private subnets and a NAT gateway in a public one. @param id begins its resources' ids */
const network = (id: string, cidr: string): Made => ({
  [id]: ['AWS::EC2::VPC', { CidrBlock: `${cidr}.0.0/16` }],
  ...Object.fromEntries(
    ['PrivateSubnet1', 'PrivateSubnet2', 'PublicSubnet1'].map((subnet, index) => [
      `${id}/${subnet}`,
      ['AWS::EC2::Subnet', { VpcId: ref(id), CidrBlock: `${cidr}.${index}.0/24` }],
    ]),
  ),
  [`${id}/Table`]: ['AWS::EC2::RouteTable', { VpcId: ref(id) }],
  [`${id}/Association`]: [
    'AWS::EC2::SubnetRouteTableAssociation',
    { SubnetId: ref(`${id}/PrivateSubnet1`), RouteTableId: ref(`${id}/Table`) },
  ],
  [`${id}/Nat`]: ['AWS::EC2::NatGateway', { SubnetId: ref(`${id}/PublicSubnet1`) }],
  [`${id}/Route`]: ['AWS::EC2::Route', { RouteTableId: ref(`${id}/Table`), NatGatewayId: ref(`${id}/Nat`) }],
  [`${id}/S3`]: ['AWS::EC2::VPCEndpoint', { VpcId: ref(id), RouteTableIds: [ref(`${id}/Table`)] }],
  [`${id}Service`]: [
    'AWS::ECS::Service',
    { NetworkConfiguration: { Subnets: [ref(`${id}/PrivateSubnet1`), ref(`${id}/PrivateSubnet2`)] } },
  ],
});

const boxes = (id: string): readonly BoxPlan[] => [
  { at: [`S/${id}Service`] },
  { at: [`S/${id}`], types: ['AWS::EC2::NatGateway'] },
  { at: [`S/${id}`], types: ['AWS::EC2::VPCEndpoint'] },
];

describe('a network', () => {
  test('is drawn with its VPC, tiers and routes', () => {
    const plan: DiagramPlan = { direction: 'TB', stacks: ['S'], boxes: boxes('A') };
    expect(flowchartOf([handMade('S', network('A', '10.1'))], plan).split('\n')).toEqual([
      'flowchart TB',
      '  subgraph A_frame[A, VPC 10.1.0.0/16]',
      '    subgraph A_PrivateSubnet_frame[2 private subnets, /24 each]',
      '      AService[AService<br>ECS service]',
      '    end',
      '    subgraph A_PublicSubnet_frame[1 public subnet, /24]',
      '      A_NatGateway[NAT gateway]',
      '    end',
      '    A_VPCEndpoint[VPC endpoint]',
      '  end',
      '  A_PrivateSubnet_frame --> A_NatGateway',
      '  A_PrivateSubnet_frame --> A_VPCEndpoint',
    ]);
  });

  test('has no arrow to a NAT gateway without a route', () => {
    const { 'A/Route': _, ...rest } = network('A', '10.1');
    const plan: DiagramPlan = { direction: 'TB', stacks: ['S'], boxes: boxes('A') };
    expect(flowchartOf([handMade('S', rest)], plan)).not.toContain('--> A_NatGateway');
  });
});

describe('two networks', () => {
  const stacks = [
    handMade('S', { ...network('A', '10.1'), ...network('B', '10.2') }),
    handMade('Peering', { Peering: ['AWS::EC2::VPCPeeringConnection'] }),
  ];
  const option = (...initiators: readonly string[]): ConnectivityOption => ({
    id: 'peering',
    title: 'VPC peering',
    stacks: ['Peering'],
    layer: 3,
    flows: initiators.map((from) => ({ initiator: 'eks', from, to: '', port: 8080 })),
    stays: {},
  });
  const plan = (...initiators: readonly string[]): DiagramPlan => ({
    direction: 'TB',
    stacks: ['S'],
    boxes: [...boxes('A'), ...boxes('B')],
    between: [option(...initiators)],
  });

  test.each([
    ['from where connections are opened', ['S/BService'], ['B_frame --> Peering', 'Peering --> A_frame']],
    ['both ways', ['S/AService', 'S/BService'], ['A_frame <--> Peering', 'Peering <--> B_frame']],
  ])('are joined by an option, %s', (_, initiators, arrows) => {
    const drawn = flowchartOf(stacks, plan(...initiators));
    expect(drawn).toContain('  Peering[VPC peering<br>VPC peering connection]');
    expect(drawn.split('\n').slice(-arrows.length)).toEqual(arrows.map((arrow) => `  ${arrow}`));
  });

  test('are not joined from nowhere', () => {
    expect(() => flowchartOf(stacks, plan('S/Nobody'))).toThrow(DiagramPlanError);
  });
});
