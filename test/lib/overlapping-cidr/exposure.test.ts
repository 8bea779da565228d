import { assemblyOf, modes, type Resource, templatesOf, twoAccounts } from './templates';

/** A template's placeholder for "nothing may leave". */
const NOBODY = '255.255.255.255/32';

const rules = (resources: readonly Resource[], direction: 'Ingress' | 'Egress') =>
  resources.flatMap(({ Type, Properties }) => {
    if (Type === `AWS::EC2::SecurityGroup${direction}`) return [Properties];
    return Type === 'AWS::EC2::SecurityGroup' ? (Properties[`SecurityGroup${direction}`] ?? []) : [];
  });

describe.each(modes)('overlapping-cidr in %s', (_, config) => {
  const templates = templatesOf(config);
  const everything = templates.stacks.flatMap((stack) => templates.resources(stack));
  const ofOptions = templates.options.flatMap((stack) => templates.resources(stack));
  const ofType = (type: string) => everything.filter(({ Type }) => Type === type);

  test('has two VPCs of one and the same CIDR', () => {
    expect(ofType('AWS::EC2::VPC').map(({ Properties }) => Properties.CidrBlock)).toEqual([
      '10.0.0.0/16',
      '10.0.0.0/16',
    ]);
    const subnets = ['Consumer', 'Provider'].map((stack) =>
      templates
        .resources(stack, 'AWS::EC2::Subnet')
        .filter(({ id }) => id.includes('Workload'))
        .map(({ Properties }) => Properties.CidrBlock),
    );
    expect(subnets[0]).toHaveLength(2);
    expect(subnets[0]).toEqual(subnets[1]);
  });

  test('peers nothing', () => {
    expect(ofType('AWS::EC2::VPCPeeringConnection')).toEqual([]);
  });

  test('lets the internet in nowhere', () => {
    const open = rules(everything, 'Ingress').filter(({ CidrIp, CidrIpv6 }) => CidrIp === '0.0.0.0/0' || CidrIpv6);
    expect(open).toEqual([]);
    const schemes = ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').map(({ Properties }) => Properties.Scheme);
    expect(schemes.length).toBeGreaterThanOrEqual(6);
    expect(new Set(schemes)).toEqual(new Set(['internal']));
    const gateways = ['AWS::EC2::InternetGateway', 'AWS::EC2::EIP', 'AWS::EC2::VPCGatewayAttachment'];
    expect(ofOptions.filter(({ Type }) => gateways.includes(Type))).toEqual([]);
  });

  test.each(['Ingress', 'Egress'] as const)('opens one port by its options: %s', (direction) => {
    const opened = rules(ofOptions, direction).filter(({ CidrIp }) => CidrIp !== NOBODY);
    expect(opened.length).toBeGreaterThanOrEqual(4);
    for (const rule of opened) expect(rule).toMatchObject({ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080 });
    expect(opened.filter(({ CidrIp }) => CidrIp === '0.0.0.0/0')).toEqual([]);
  });

  test('names no group that lets everything out', () => {
    const groups = ofOptions.filter(({ Type }) => Type === 'AWS::EC2::SecurityGroup');
    expect(groups.length).toBeGreaterThanOrEqual(4);
    for (const { Properties } of groups) expect(Properties.SecurityGroupEgress).not.toEqual([]);
    expect(groups.filter(({ Properties }) => Properties.SecurityGroupEgress === undefined)).toEqual([]);
  });

  test('leaves nothing behind', () => {
    expect(everything.filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))).toEqual([]);
    const logGroups = ofType('AWS::Logs::LogGroup');
    expect(new Set(logGroups.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['Delete']));
  });

  // cdk-nag runs in synth, which throws its report under jest.
  test('is what cdk-nag accepts', () => {
    expect(assemblyOf(config, true).stacks.length).toBe(templates.stacks.length);
  });

  test('needs no look-up', () => {
    expect(templates.assembly.manifest.missing ?? []).toEqual([]);
  });

  test('puts each option on the bases alone, so that it comes and goes alone', () => {
    for (const { stackName, dependencies } of templates.assembly.stacks) {
      const option = stackName.split('-')[1];
      const others = dependencies
        .map(({ id }) => id)
        .filter((id) => id.startsWith('OverlappingCidr') && !id.endsWith('.assets'))
        .filter((id) => !['Consumer', 'Provider', option].includes(id.split('-')[1]));
      expect(others).toEqual([]);
    }
  });
});

test('two zones of one account are where its subnets are', () => {
  const availabilityZones = ['eu-west-1b', 'eu-west-1c'] as const;
  const { consumer } = twoAccounts;
  const templates = templatesOf({
    consumer,
    provider: { account: '444455556666', region: 'eu-west-1', availabilityZones },
  });
  const zonesOf = (stack: string) =>
    templates.resources(stack, 'AWS::EC2::Subnet').map(({ Properties }) => Properties.AvailabilityZone);
  expect(zonesOf('Provider')).toEqual(availabilityZones);
  expect(zonesOf('PrivateNat-Provider')).toEqual(availabilityZones);
  expect(JSON.stringify(zonesOf('Consumer'))).not.toContain('eu-west-1b');
});

describe('the order of stacks', () => {
  test.each(modes)('is the same in %s: provider, consumer, and what needs both', (_, config) => {
    const { assembly } = templatesOf(config);
    const dependenciesOf = (stack: string): readonly string[] =>
      assembly.getStackByName(`OverlappingCidr-${stack}`).dependencies.map(({ id }) => id);
    for (const option of ['PrivateLink', 'PrivateNat', 'TgwNat', 'Lattice']) {
      expect(dependenciesOf(`${option}-Consumer`)).toContain(`OverlappingCidr-${option}-Provider`);
      expect(dependenciesOf(`${option}-Provider`)).not.toContain(`OverlappingCidr-${option}-Consumer`);
    }
    expect(dependenciesOf('PrivateLink-Acceptance')).toContain('OverlappingCidr-PrivateLink-Consumer');
    expect(dependenciesOf('PrivateNat-Routing')).toContain('OverlappingCidr-PrivateNat-Consumer');
    expect(dependenciesOf('TgwNat-Routing')).toContain('OverlappingCidr-TgwNat-Consumer');
  });
});
