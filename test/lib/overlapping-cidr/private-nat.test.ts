import { modes, templatesOf } from './templates';

describe.each(modes)('PrivateNat in %s', (_, config) => {
  const templates = templatesOf(config);
  const [provider, consumer] = ['PrivateNat-Provider', 'PrivateNat-Consumer'];
  const cidr = (stack: string) => templates.only(stack, 'AWS::EC2::VPCCidrBlock').Properties.CidrBlock;

  test('adds a secondary CIDR to each VPC, by which they differ', () => {
    expect(cidr(consumer)).toBe('100.64.0.0/24');
    expect(cidr(provider)).toBe('100.64.1.0/24');
  });

  test.each([provider, consumer])('has a subnet of the secondary CIDR in each zone of %s, after the CIDR', (stack) => {
    const subnets = templates.resources(stack, 'AWS::EC2::Subnet');
    expect(subnets.map(({ Properties }) => Properties.CidrBlock)).toEqual(
      ['0/26', '64/26'].map((end) => cidr(stack).replace('0/24', end)),
    );
    expect(new Set(subnets.map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone))).size).toBe(2);
    const block = templates.only(stack, 'AWS::EC2::VPCCidrBlock').id;
    for (const { DependsOn } of subnets) expect(DependsOn).toContain(block);
  });

  test('translates by private NAT gateways, one in each zone', () => {
    const gateways = templates.resources(consumer, 'AWS::EC2::NatGateway');
    expect(gateways.map(({ Properties }) => Properties.ConnectivityType)).toEqual(['private', 'private']);
    expect(gateways.filter(({ Properties }) => Properties.AllocationId)).toEqual([]);
    const subnets = templates.resources(consumer, 'AWS::EC2::Subnet').map(({ id }) => id);
    expect(gateways.map(({ Properties }) => Properties.SubnetId.Ref)).toEqual(subnets);
  });

  test('sends every workload table of VPC_A to the NAT gateway of its own zone', () => {
    const routes = templates
      .resources(consumer, 'AWS::EC2::Route')
      .filter(({ Properties }) => Properties.NatGatewayId !== undefined);
    expect(routes.map(({ Properties }) => templates.origin(consumer, Properties.RouteTableId))).toEqual(
      templates
        .resources('Consumer', 'AWS::EC2::RouteTable')
        .filter(({ id }) => id.includes('WorkloadSubnet'))
        .map(({ id }) => `Consumer.${id}`),
    );
    const gateways = templates.resources(consumer, 'AWS::EC2::NatGateway').map(({ id }) => `${consumer}.${id}`);
    expect(routes.map(({ Properties }) => templates.origin(consumer, Properties.NatGatewayId))).toEqual(gateways);
    for (const { Properties } of routes) expect(Properties.DestinationCidrBlock).toBe(cidr(provider));
  });

  test('gives VPC_B no way to open a connection: its workload tables have no new route', () => {
    const tables = templates
      .resources(provider, 'AWS::EC2::Route')
      .map(({ Properties }) => templates.origin(provider, Properties.RouteTableId));
    expect(tables).toHaveLength(2);
    for (const table of tables) expect(table).toMatch(/^PrivateNat-Provider\.Routable/);
  });

  test('admits translated addresses to a load balancer on routable addresses, and only them', () => {
    const { Subnets } = templates.only(provider, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties;
    const routable = templates.resources(provider, 'AWS::EC2::Subnet').map(({ id }) => ({ Ref: id }));
    expect(Subnets).toEqual(routable);
    expect(templates.ingress(provider, templates.only(provider, 'AWS::EC2::SecurityGroup'))).toEqual([
      expect.objectContaining({ CidrIp: cidr(consumer), FromPort: 8080, ToPort: 8080, IpProtocol: 'tcp' }),
    ]);
  });
});
