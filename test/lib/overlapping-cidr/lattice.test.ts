import { modes, oneAccount, templatesOf, twoAccounts } from './templates';

const [provider, consumer] = ['Lattice-Provider', 'Lattice-Consumer'];

describe.each(modes)('Lattice in %s', (_, config) => {
  const templates = templatesOf(config);

  test('forwards one port to the load balancer of the service', () => {
    const targetGroup = templates.only(provider, 'AWS::VpcLattice::TargetGroup');
    expect(targetGroup.Properties).toMatchObject({ Type: 'ALB', Config: { Port: 8080, Protocol: 'HTTP' } });
    const loadBalancer = templates.only('Provider', 'AWS::ElasticLoadBalancingV2::LoadBalancer').id;
    const [target] = targetGroup.Properties.Targets;
    expect(templates.origin(provider, target.Id)).toBe(`Provider.${loadBalancer}`);
    expect(templates.only(provider, 'AWS::VpcLattice::Listener').Properties).toMatchObject({
      Port: 8080,
      Protocol: 'HTTP',
    });
  });

  test('answers nobody whom its policy does not allow', () => {
    const service = templates.only(provider, 'AWS::VpcLattice::Service');
    expect(service.Properties.AuthType).toBe('AWS_IAM');
    const policy = templates.only(provider, 'AWS::VpcLattice::AuthPolicy');
    expect(policy.Properties.ResourceIdentifier).toEqual({ 'Fn::GetAtt': [service.id, 'Arn'] });
  });

  test('is admitted to the load balancer by the prefix list of VPC Lattice', () => {
    const { CidrIp, SourcePrefixListId } = templates.only(provider, 'AWS::EC2::SecurityGroupIngress').Properties;
    expect(CidrIp).toBeUndefined();
    const look = templates.only(provider, 'Custom::AWS');
    expect(SourcePrefixListId['Fn::GetAtt'][0]).toBe(look.id);
    expect(JSON.stringify(look.Properties.Create)).toContain('.vpc-lattice');
  });

  test('lets the workload of VPC_A alone use the service network', () => {
    const association = templates.only(consumer, 'AWS::VpcLattice::ServiceNetworkVpcAssociation').Properties;
    const vpc = templates.only('Consumer', 'AWS::EC2::VPC').id;
    expect(templates.origin(consumer, association.VpcIdentifier)).toBe(`Consumer.${vpc}`);
    const network = templates.only(provider, 'AWS::VpcLattice::ServiceNetwork').id;
    expect(templates.origin(consumer, association.ServiceNetworkIdentifier)).toBe(`${provider}.${network}`);
    const group = templates.only(consumer, 'AWS::EC2::SecurityGroup');
    expect(association.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [group.id, 'GroupId'] }]);
    const rules = templates.ingress(consumer, group);
    expect(rules).toHaveLength(1);
    const cluster = templates.only('Consumer', 'AWS::EKS::Cluster').id;
    expect(templates.origin(consumer, rules[0].SourceSecurityGroupId)).toBe(`Consumer.${cluster}`);
  });

  test('has VPC_B on no service network: it cannot call', () => {
    expect(templates.resources(provider, 'AWS::VpcLattice::ServiceNetworkVpcAssociation')).toEqual([]);
  });
});

describe('whose calls the auth policy allows', () => {
  const statements = (config: typeof oneAccount) =>
    templatesOf(config).only(provider, 'AWS::VpcLattice::AuthPolicy').Properties.Policy.Statement;
  const only = (account: unknown) => [
    expect.objectContaining({
      Effect: 'Allow',
      Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpcOwnerAccount': account } },
    }),
  ];

  test('is those of the consumer account', () => {
    expect(statements(twoAccounts)).toEqual(only('111122223333'));
    expect(statements(oneAccount)).toEqual(only({ Ref: 'AWS::AccountId' }));
  });
});

describe('the service network', () => {
  test('is shared with the consumer account and nobody else', () => {
    const shares = (config: typeof oneAccount) => templatesOf(config).resources(provider, 'AWS::RAM::ResourceShare');
    expect(shares(twoAccounts).map(({ Properties }) => Properties.Principals)).toEqual([['111122223333']]);
    expect(shares(oneAccount)).toEqual([]);
  });
});
