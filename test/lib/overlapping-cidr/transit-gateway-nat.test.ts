import { App } from 'aws-cdk-lib';
import { context } from '../../../cdk.json';
import { VPC_CIDR } from '../../../lib/overlapping-cidr/cidrs';
import { overlappingCidrStacks } from '../../../lib/overlapping-cidr/stacks';
import { modes, oneAccount, templatesOf } from './templates';

const NAT = 'AWS::EC2::TransitGatewayAttachmentNatConfiguration';
const seen = { Consumer: '100.65.0.0/16', Provider: '100.66.0.0/16' } as const;

describe.each(modes)('TgwNat in %s', (_, config) => {
  const templates = templatesOf(config);
  const configurations = templates.resources('TgwNat-Routing', NAT);
  const ruleOf = (side: 'Consumer' | 'Provider') => {
    const attachment = templates.only(`TgwNat-${side}`, 'AWS::EC2::TransitGatewayAttachment').id;
    const found = configurations.find(
      ({ Properties }) =>
        templates.origin('TgwNat-Routing', Properties.TransitGatewayAttachmentId) === `TgwNat-${side}.${attachment}`,
    );
    return found?.Properties;
  };

  test.each(['Consumer', 'Provider'] as const)('translates the whole VPC of the %s to as many addresses', (side) => {
    const properties = ruleOf(side);
    expect(properties.NatGatewaySupport).toBe('enable');
    expect(properties.NatGatewayRules).toEqual([
      { MatchSourceCidr: VPC_CIDR, NatCidr: seen[side], RuleNumber: expect.any(Number) },
    ]);
    expect(seen[side].split('/')[1]).toBe(VPC_CIDR.split('/')[1]);
  });

  test('translates in the account that owns the transit gateway', () => {
    expect(configurations).toHaveLength(2);
    for (const stack of ['TgwNat-Consumer', 'TgwNat-Provider']) expect(templates.resources(stack, NAT)).toEqual([]);
    const environmentOf = (stack: string) =>
      templates.assembly.getStackByName(`OverlappingCidr-${stack}`).environment.name;
    expect(environmentOf('TgwNat-Routing')).toBe(environmentOf('TgwNat-Provider'));
  });

  test.each([
    ['Consumer', 'Provider'],
    ['Provider', 'Consumer'],
  ] as const)('lets the %s route to and admit the %s by translated addresses', (side, other) => {
    const stack = `TgwNat-${side}`;
    const routes = templates.resources(stack, 'AWS::EC2::Route');
    expect(routes.map(({ Properties }) => Properties.DestinationCidrBlock)).toEqual([seen[other], seen[other]]);
    const tables = templates.resources(side, 'AWS::EC2::RouteTable').filter(({ id }) => id.includes('WorkloadSubnet'));
    expect(routes.map(({ Properties }) => templates.origin(stack, Properties.RouteTableId))).toEqual(
      tables.map(({ id }) => `${side}.${id}`),
    );
    const group = templates.only(stack, 'AWS::EC2::SecurityGroup');
    expect(templates.ingress(stack, group)).toEqual([expect.objectContaining({ CidrIp: seen[other], FromPort: 8080 })]);
  });

  test('lets the tasks call the other VPC', () => {
    const tasks = templates
      .resources('TgwNat-Provider', 'AWS::EC2::SecurityGroupEgress')
      .filter(({ Properties }) => templates.origin('TgwNat-Provider', Properties.GroupId).startsWith('Provider.'));
    expect(tasks.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ CidrIp: seen.Consumer, FromPort: 8080, ToPort: 8080 }),
    ]);
  });

  test.each([
    ['TgwNat-Consumer', 'service-b.internal.', '100.66', 'Consumer'],
    ['TgwNat-Routing', 'service-a.internal.', '100.65', 'Provider'],
  ])('%s names the other service by translated addresses', (stack, name, network, vpc) => {
    const record = templates.only(stack, 'AWS::Route53::RecordSet').Properties;
    expect(record).toMatchObject({ Name: name, Type: 'A' });
    expect(record.ResourceRecords).toHaveLength(2);
    for (const { 'Fn::Join': join } of record.ResourceRecords) {
      expect([join[0], join[1][0]]).toEqual(['.', network]);
      expect(join[1].slice(1).map((part: Record<string, readonly unknown[]>) => part['Fn::Select']?.[0])).toEqual([
        2, 3,
      ]);
    }
    const [zoneVpc] = templates.only(stack, 'AWS::Route53::HostedZone').Properties.VPCs;
    expect(templates.origin(stack, zoneVpc.VPCId)).toBe(`${vpc}.${templates.only(vpc, 'AWS::EC2::VPC').id}`);
  });
});

test('translates whatever CIDR VPC_B has', () => {
  const app = new App({ context });
  overlappingCidrStacks(app, oneAccount, { providerCidr: '10.1.0.0/16' });
  const { template } = app.synth().getStackByName('OverlappingCidr-TgwNat-Routing');
  const resources = Object.values<{ Type: string; Properties: { NatGatewayRules: unknown } }>(template.Resources);
  const rules = resources.filter(({ Type }) => Type === NAT).map(({ Properties }) => Properties.NatGatewayRules);
  expect(rules).toEqual([
    [expect.objectContaining({ MatchSourceCidr: VPC_CIDR, NatCidr: seen.Consumer })],
    [expect.objectContaining({ MatchSourceCidr: '10.1.0.0/16', NatCidr: seen.Provider })],
  ]);
});
