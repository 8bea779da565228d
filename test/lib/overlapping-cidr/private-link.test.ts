import { modes, oneAccount, templatesOf, twoAccounts } from './templates';

describe.each(modes)('PrivateLink in %s', (_, config) => {
  const templates = templatesOf(config);
  const service = templates.only('PrivateLink-Provider', 'AWS::EC2::VPCEndpointService');
  const loadBalancer = templates.only('PrivateLink-Provider', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const endpoint = templates.only('PrivateLink-Consumer', 'AWS::EC2::VPCEndpoint');

  test('connects nobody who was not accepted', () => {
    expect(service.Properties).toMatchObject({
      AcceptanceRequired: true,
      NetworkLoadBalancerArns: [{ Ref: loadBalancer.id }],
    });
  });

  test('accepts the one endpoint, after it was made', () => {
    const { Create } = templates.only('PrivateLink-Acceptance', 'Custom::AWS').Properties;
    const [text] = [JSON.stringify(Create)];
    expect(text).toContain('acceptVpcEndpointConnections');
    const outputs = (Create['Fn::Join'][1] as unknown[]).filter((part) => typeof part === 'object');
    expect(outputs.map((part) => templates.origin('PrivateLink-Acceptance', part)).slice(0, 2)).toEqual([
      `PrivateLink-Provider.${service.id}`,
      `PrivateLink-Consumer.${endpoint.id}`,
    ]);
    const { Statement } = templates.only('PrivateLink-Acceptance', 'AWS::IAM::Policy').Properties.PolicyDocument;
    expect(Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'ec2:AcceptVpcEndpointConnections',
        Resource: { 'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/:vpc-endpoint-service\/$/)])] },
      },
    ]);
  });

  test('lets nobody in but through an endpoint', () => {
    expect(loadBalancer.Properties.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBe('off');
    const group = templates.only('PrivateLink-Provider', 'AWS::EC2::SecurityGroup');
    expect(loadBalancer.Properties.SecurityGroups).toEqual([{ 'Fn::GetAtt': [group.id, 'GroupId'] }]);
    expect(templates.ingress('PrivateLink-Provider', group)).toEqual([]);
  });

  test('forwards to the load balancer of the service, which admits it', () => {
    const { Properties } = templates.only('PrivateLink-Provider', 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(Properties).toMatchObject({ TargetType: 'alb', Port: 8080, Protocol: 'TCP' });
    const base = templates.only('Provider', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const [target] = Properties.Targets;
    expect(templates.origin('PrivateLink-Provider', target.Id)).toBe(`Provider.${base.id}`);
    const admitting = templates.only('PrivateLink-Provider', 'AWS::EC2::SecurityGroupIngress');
    const { GroupId, SourceSecurityGroupId } = admitting.Properties;
    const [group] = base.Properties.SecurityGroups;
    expect(templates.origin('PrivateLink-Provider', GroupId)).toBe(templates.origin('Provider', group));
    expect(loadBalancer.Properties.SecurityGroups).toEqual([SourceSecurityGroupId]);
  });

  test('has the endpoint in each zone, for the workload alone', () => {
    const subnets = endpoint.Properties.SubnetIds.map((id: unknown) => templates.origin('PrivateLink-Consumer', id));
    expect(subnets).toHaveLength(2);
    for (const subnet of subnets) expect(subnet).toMatch(/^Consumer\.VpcAVpcWorkloadSubnet/);
    const group = templates.only('PrivateLink-Consumer', 'AWS::EC2::SecurityGroup');
    const rules = templates.ingress('PrivateLink-Consumer', group);
    expect(rules).toHaveLength(1);
    const source = templates.origin('PrivateLink-Consumer', rules[0].SourceSecurityGroupId);
    expect(source).toBe(`Consumer.${templates.only('Consumer', 'AWS::EKS::Cluster').id}`);
  });

  test('has no route between the two', () => {
    expect(templates.resources('PrivateLink-Provider', 'AWS::EC2::Route')).toEqual([]);
    expect(templates.resources('PrivateLink-Consumer', 'AWS::EC2::Route')).toEqual([]);
  });
});

describe('who may ask for a connection', () => {
  const principals = (config: typeof oneAccount) =>
    templatesOf(config).only('PrivateLink-Provider', 'AWS::EC2::VPCEndpointServicePermissions').Properties
      .AllowedPrincipals;

  test('is exactly the consumer account', () => {
    expect(principals(twoAccounts)).toEqual(['arn:aws:iam::111122223333:root']);
  });

  test('is the own account where there is but one', () => {
    const own = ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root'];
    expect(principals(oneAccount)).toEqual([{ 'Fn::Join': ['', own] }]);
  });
});

describe('a private DNS name', () => {
  const endpointWith = (config: typeof oneAccount) =>
    templatesOf(config).only('PrivateLink-Consumer', 'AWS::EC2::VPCEndpoint').Properties.PrivateDnsEnabled;

  test('is offered with the record that verifies it', () => {
    const templates = templatesOf({ privateDnsName: 'service-b.example.com' });
    const service = templates.only('PrivateLink-Provider', 'AWS::EC2::VPCEndpointService');
    expect(service.Properties.PrivateDnsName).toBe('service-b.example.com');
    const { template } = templates.assembly.getStackByName('OverlappingCidr-PrivateLink-Provider');
    expect(JSON.stringify(template.Outputs)).toContain('PrivateDnsNameConfiguration.Value');
  });

  test('waits until it is verified', () => {
    expect(endpointWith({ privateDnsName: 'service-b.example.com' })).toBe(false);
    expect(endpointWith({ privateDnsName: 'service-b.example.com', privateDnsVerified: true })).toBe(true);
  });
});
