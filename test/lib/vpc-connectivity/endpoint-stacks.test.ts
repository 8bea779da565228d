import { propertiesOf, references, templateOf } from './templates';

describe('PrivateLinkStack', () => {
  test('accepts the one endpoint of each of its services', () => {
    const services = propertiesOf('PrivateLink', 'AWS::EC2::VPCEndpointService');
    const endpoints = propertiesOf('PrivateLink', 'AWS::EC2::VPCEndpoint');
    const calls = propertiesOf('PrivateLink', 'Custom::AWS').map(([, { Create }]) => JSON.stringify(Create));
    expect([services.length, endpoints.length, calls.length]).toEqual([2, 2, 2]);
    for (const [index, call] of calls.entries()) {
      expect(services[index]?.[1].AcceptanceRequired).toBe(true);
      expect(call).toContain('acceptVpcEndpointConnections');
      expect(call).toContain(`{"Fn::GetAtt":["${services[index]?.[0]}","ServiceId"]}`);
      expect(call).toContain(`{"Fn::GetAtt":["${endpoints[index]?.[0]}","Id"]}`);
      expect(JSON.stringify(endpoints[index]?.[1].ServiceName)).toContain(`"${services[index]?.[0]}"`);
    }
  });

  test('asks the security group of its balancers about what comes from endpoints', () => {
    const balancers = propertiesOf('PrivateLink', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(balancers).toHaveLength(2);
    for (const [, balancer] of balancers) {
      expect(balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBe('on');
      expect(balancer.SecurityGroups).toHaveLength(1);
    }
  });

  test("admits the client's subnets to the balancer, and only the balancer to the server", () => {
    const ingress = propertiesOf('PrivateLink', 'AWS::EC2::SecurityGroupIngress');
    const byCidr = ingress.filter(([, { CidrIp }]) => CidrIp !== undefined).map(([id, { CidrIp }]) => [id, CidrIp]);
    expect(byCidr).toEqual([
      [expect.stringMatching(/^EksToEcsServerAdmit1/), '10.0.0.0/20'],
      [expect.stringMatching(/^EksToEcsServerAdmit2/), '10.0.16.0/20'],
      [expect.stringMatching(/^EcsToEksServerAdmit1/), '10.1.0.0/20'],
      [expect.stringMatching(/^EcsToEksServerAdmit2/), '10.1.16.0/20'],
    ]);
    const toServers = ingress.filter(([, { GroupId }]) => references(GroupId).length > 0);
    expect(toServers.map(([, { SourceSecurityGroupId }]) => JSON.stringify(SourceSecurityGroupId))).toEqual([
      expect.stringContaining('EksToEcsServerSecurityGroup'),
      expect.stringContaining('EcsToEksServerSecurityGroup'),
    ]);
  });

  test('hands on to the balancer of the server', () => {
    templateOf('PrivateLink').allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'alb',
      Port: 8080,
      HealthCheckPath: '/health',
    });
    const targets = propertiesOf('PrivateLink', 'AWS::ElasticLoadBalancingV2::TargetGroup').flatMap(([, { Targets }]) =>
      references(Targets),
    );
    expect(targets).toEqual([expect.stringMatching(/^EcsBalancer/), expect.stringMatching(/^EksBalancer/)]);
  });
});

describe('ResourceEndpointStack', () => {
  test('needs no other balancer', () => {
    templateOf('ResourceEndpoint').resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 0);
  });

  test('offers port 8080 of each load balancer by its name', () => {
    const configurations = propertiesOf('ResourceEndpoint', 'AWS::VpcLattice::ResourceConfiguration');
    expect(configurations.map(([, { PortRanges, ProtocolType }]) => [PortRanges, ProtocolType])).toEqual([
      [['8080'], 'TCP'],
      [['8080'], 'TCP'],
    ]);
    expect(configurations.flatMap(([, definition]) => references(definition.ResourceConfigurationDefinition))).toEqual([
      expect.stringMatching(/^EcsBalancerLoadBalancer\w+DNSName/),
      expect.stringMatching(/^EksBalancerLoadBalancer\w+DNSName/),
    ]);
  });

  test('puts gateway and endpoint in different VPCs, as AWS demands', () => {
    const vpcs = (type: string, property: string) =>
      propertiesOf('ResourceEndpoint', type).flatMap(([, properties]) => references(properties[property]));
    const gateways = vpcs('AWS::VpcLattice::ResourceGateway', 'VpcIdentifier');
    const endpoints = vpcs('AWS::EC2::VPCEndpoint', 'VpcId');
    expect(gateways).toEqual([expect.stringMatching(/^VpcB/), expect.stringMatching(/^VpcA/)]);
    expect(endpoints).toEqual([expect.stringMatching(/^VpcA/), expect.stringMatching(/^VpcB/)]);
  });

  test('names what AWS wants named within its limit, and differently', () => {
    const names = ['ResourceGateway', 'ResourceConfiguration'].flatMap((type) =>
      propertiesOf('ResourceEndpoint', `AWS::VpcLattice::${type}`).map(([, { Name }]) => Name),
    );
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^(?!rgw-|rcfg-)[a-z0-9](-?[a-z0-9]){2,39}$/);
  });
});
