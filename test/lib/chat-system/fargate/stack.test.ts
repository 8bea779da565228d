import { Match } from 'aws-cdk-lib/assertions';
import { messagesTable, roomsTable } from '../../../../services/chat-system/store/table-keys';
import { config, fargateTemplate, full, only, type Properties, propertiesOf } from '../assembly';

// cdk-nag runs in synth, which throws its report under jest.
const templates = { usual: fargateTemplate(config), full: fargateTemplate(full) };
const everyTemplate = Object.entries(templates);

/** Rules of security groups into one, whether in the group or beside it. */
function ingressOf(start: string): readonly Properties[] {
  const inside = propertiesOf(templates.usual, 'AWS::EC2::SecurityGroup', start).flatMap(
    ({ SecurityGroupIngress = [] }) => SecurityGroupIngress as readonly Properties[],
  );
  const beside = propertiesOf(templates.usual, 'AWS::EC2::SecurityGroupIngress').filter(({ GroupId }) =>
    JSON.stringify(GroupId).includes(`"${start}`),
  );
  return [...inside, ...beside];
}

describe.each(everyTemplate)('the stack, %s,', (_, template) => {
  const resources = Object.entries(
    template.toJSON().Resources as Record<string, { Type: string; Properties?: object }>,
  );

  test('leaves nothing behind', () => {
    const stateful = /DynamoDB::GlobalTable|S3::Bucket$|Logs::LogGroup|Cognito::UserPool$|ElastiCache::ServerlessCache/;
    const found = resources.filter(([, { Type }]) => stateful.test(Type));
    expect(found.length).toBeGreaterThanOrEqual(8);
    expect(found.filter(([, resource]) => Reflect.get(resource, 'DeletionPolicy') !== 'Delete')).toEqual([]);
    expect(propertiesOf(template, 'Custom::S3AutoDeleteObjects')).toHaveLength(
      propertiesOf(template, 'AWS::S3::Bucket').length,
    );
  });

  test('has nothing with a name of its own but what demands one, which no other stack has', () => {
    const names = [
      'ServerlessCacheName',
      'Domain',
      'TableName',
      'BucketName',
      'LoadBalancerName',
      'UserPoolName',
      'RoleName',
    ];
    const named = resources
      .filter(([, { Type }]) => Type !== 'AWS::GuardDuty::MalwareProtectionPlan')
      .flatMap(([, { Properties = {} }]) => names.flatMap((name) => Reflect.get(Properties, name) ?? []))
      .filter((name) => !('Ref' in Object(name)));
    const unique = {
      'Fn::Join': ['', ['chat-', Match.anyValue()]],
    };
    expect(named.map((name) => JSON.stringify(name))).toEqual([
      expect.stringContaining('AWS::StackId'),
      expect.stringContaining('AWS::StackId'),
    ]);
    template.hasResourceProperties('AWS::ElastiCache::ServerlessCache', { ServerlessCacheName: unique });
  });

  test('logs for a month', () => {
    const groups = propertiesOf(template, 'AWS::Logs::LogGroup');
    expect(groups.map(({ RetentionInDays }) => RetentionInDays)).toEqual(groups.map(() => 30));
    const functions = propertiesOf(template, 'AWS::Lambda::Function');
    expect(functions.filter(({ LoggingConfig }) => !JSON.stringify(LoggingConfig)?.includes('Ref'))).toEqual([]);
  });
});

describe('the network', () => {
  test('has no NAT gateway, and lets CloudFront alone to the load balancer, which is not on the internet', () => {
    templates.usual.resourceCountIs('AWS::EC2::NatGateway', 0);
    expect(only(templates.usual, 'AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject({ Scheme: 'internal' });
    expect(ingressOf('BalancerSecurityGroup')).toEqual([
      expect.objectContaining({ FromPort: 80, ToPort: 80, SourcePrefixListId: expect.anything() }),
    ]);
    templates.usual.hasResourceProperties('Custom::AWS', {
      Create: Match.stringLikeRegexp('com.amazonaws.global.cloudfront.origin-facing'),
    });
  });

  test('lets the load balancer alone to the servers, and the servers alone to the cache', () => {
    const from = (start: string) =>
      expect.objectContaining({ 'Fn::GetAtt': [expect.stringMatching(start), 'GroupId'] });
    expect(ingressOf('ServiceSecurityGroup')).toEqual([
      expect.objectContaining({ FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: from('^BalancerSecurityGroup') }),
    ]);
    expect(ingressOf('CacheSecurityGroup')).toEqual([
      expect.objectContaining({ FromPort: 6379, ToPort: 6380, SourceSecurityGroupId: from('^ServiceSecurityGroup') }),
    ]);
  });

  test('speaks TLS to the load balancer where there is a certificate', () => {
    const listener = (template: (typeof templates)['usual']) => only(template, 'AWS::ElasticLoadBalancingV2::Listener');
    expect(listener(templates.usual)).toMatchObject({ Protocol: 'HTTP', Port: 80 });
    expect(listener(templates.full)).toMatchObject({ Protocol: 'HTTPS', Port: 443 });
    const policy = (template: (typeof templates)['usual']) =>
      (only(template, 'AWS::CloudFront::VpcOrigin').VpcOriginEndpointConfig as Properties).OriginProtocolPolicy;
    expect([policy(templates.usual), policy(templates.full)]).toEqual(['http-only', 'https-only']);
  });
});

describe('the tables', () => {
  const table = (template: (typeof templates)['usual'], start: string) =>
    only(template, 'AWS::DynamoDB::GlobalTable', start);

  test.each([
    ['TablesMessages', messagesTable],
    ['TablesRooms', roomsTable],
  ])('%s has the keys that the store uses, can be restored, and does not expire', (start, { partition, sort }) => {
    const { TimeToLiveSpecification, ...properties } = table(templates.usual, start);
    expect(TimeToLiveSpecification).toBeUndefined();
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: partition.name, KeyType: 'HASH' },
        { AttributeName: sort.name, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: expect.arrayContaining([
        { AttributeName: partition.name, AttributeType: partition.type },
        { AttributeName: sort.name, AttributeType: sort.type },
      ]),
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  test.each(['TablesMessages', 'TablesRooms'])('%s can be strongly consistent in three Regions', (start) => {
    expect(table(templates.usual, start)).not.toHaveProperty('MultiRegionConsistency');
    const { MultiRegionConsistency, Replicas } = table(templates.full, start);
    expect(MultiRegionConsistency).toBe('STRONG');
    expect((Replicas as readonly Properties[]).map(({ Region }) => Region)).toEqual([
      'eu-west-2',
      'eu-central-1',
      { Ref: 'AWS::Region' },
    ]);
  });

  test('are refused in a Region that is not of the set of its replicas, before anything is made', () => {
    const { Rules } = templates.full.toJSON() as { readonly Rules: Readonly<Record<string, unknown>> };
    expect(JSON.stringify(Rules)).toContain('{"Fn::Contains":[["eu-west-1","eu-west-3"],{"Ref":"AWS::Region"}]}');
    const rules = templates.usual.toJSON().Rules as object | undefined;
    expect(Object.keys(rules ?? {}).filter((name) => name.startsWith('Tables'))).toEqual([]);
  });
});
