import { modes, oneAccount, templatesOf, twoAccounts } from './templates';

const OPTIONS = ['PrivateNat', 'TgwNat'] as const;
const RAM = 'AWS::RAM::ResourceShare';

describe.each(OPTIONS)('the transit gateway of %s', (option) => {
  const [provider, consumer, routing] = [`${option}-Provider`, `${option}-Consumer`, `${option}-Routing`];

  describe.each(modes)('in %s', (_, config) => {
    const templates = templatesOf(config);
    const attachment = (stack: string) => templates.only(stack, 'AWS::EC2::TransitGatewayAttachment');

    test('routes nothing by itself', () => {
      expect(templates.only(provider, 'AWS::EC2::TransitGateway').Properties).toMatchObject({
        DefaultRouteTableAssociation: 'disable',
        DefaultRouteTablePropagation: 'disable',
      });
      expect(templates.resources(routing, 'AWS::EC2::TransitGatewayRouteTablePropagation')).toEqual([]);
    });

    test.each([provider, consumer])('has %s attached in both zones', (stack) => {
      const { SubnetIds } = attachment(stack).Properties;
      const zones = SubnetIds.map((id: unknown) => {
        const [owner, logicalId] = templates.origin(stack, id).split('.');
        const subnet = templates.resources(owner ?? '').find((resource) => resource.id === logicalId);
        return JSON.stringify(subnet?.Properties.AvailabilityZone);
      });
      expect(new Set(zones).size).toBe(2);
    });

    test.each([provider, consumer])('is routed to from every table of its subnets in %s', (stack) => {
      const { id, Properties } = attachment(stack);
      const routes = templates
        .resources(stack, 'AWS::EC2::Route')
        .filter((route) => route.Properties.TransitGatewayId !== undefined);
      const tables = routes.map(({ Properties: { RouteTableId } }) => templates.origin(stack, RouteTableId));
      expect(new Set(tables).size).toBe(Properties.SubnetIds.length);
      for (const { DependsOn } of routes) expect(DependsOn).toContain(id);
    });

    test('associates and routes to both attachments, once each', () => {
      const both = [provider, consumer].map((stack) => `${stack}.${attachment(stack).id}`).sort();
      for (const type of ['AWS::EC2::TransitGatewayRouteTableAssociation', 'AWS::EC2::TransitGatewayRoute']) {
        const ids = templates
          .resources(routing, type)
          .map(({ Properties }) => templates.origin(routing, Properties.TransitGatewayAttachmentId));
        expect(ids.sort()).toEqual(both);
      }
    });

    test('knows no address that both VPCs have', () => {
      const routes = templates.resources(routing, 'AWS::EC2::TransitGatewayRoute');
      const destinations = routes.map(({ Properties }) => Properties.DestinationCidrBlock);
      expect(new Set(destinations).size).toBe(2);
      for (const destination of destinations) expect(destination).toMatch(/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./);
    });
  });

  test('is shared with the consumer account and nobody else', () => {
    const templates = templatesOf(twoAccounts);
    expect(templates.only(provider, RAM).Properties).toMatchObject({
      Principals: ['111122223333'],
      AllowExternalPrincipals: true,
      ResourceArns: [{ 'Fn::GetAtt': [templates.only(provider, 'AWS::EC2::TransitGateway').id, 'TransitGatewayArn'] }],
    });
    expect(templatesOf(oneAccount).resources(provider, RAM)).toEqual([]);
  });

  test('is attached after the invitation is accepted', () => {
    const templates = templatesOf(twoAccounts);
    const accepted = templates
      .resources(consumer, 'Custom::AWS')
      .find(({ Properties }) => JSON.stringify(Properties).includes('acceptResourceShareInvitation'));
    const { DependsOn } = templates.only(consumer, 'AWS::EC2::TransitGatewayAttachment');
    expect(DependsOn).toContain(accepted?.id);
  });

  test('needs no invitation within an organization', () => {
    const templates = templatesOf({ ...twoAccounts, sharedWithinOrganization: true });
    expect(templates.only(provider, RAM).Properties.AllowExternalPrincipals).toBe(false);
    expect(JSON.stringify(templates.resources(consumer, 'Custom::AWS'))).not.toContain('ResourceShareInvitation');
  });
});
