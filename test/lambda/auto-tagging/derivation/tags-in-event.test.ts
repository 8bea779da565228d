import { parseEvent } from '../../../../lambda/auto-tagging/cloudtrail/parse';
import { tagsInEvent } from '../../../../lambda/auto-tagging/derivation/tags-in-event';

const event = (source: string, eventName: string, requestParameters: unknown, responseElements: unknown = null) =>
  parseEvent({ eventSource: `${source}.amazonaws.com`, eventName, requestParameters, responseElements });
const specification = (type: string) => ({ items: [{ resourceType: type, tags: [{ key: 'Team', value: 'orchid' }] }] });
const found = { Team: 'orchid' };

describe('tagsInEvent', () => {
  it.each<[string, string, string, unknown, unknown]>([
    ['a list of key and value', 'iam', 'CreateUser', { tags: [{ key: 'Team', value: 'orchid' }] }, null],
    ['Key and Value', 'rds', 'CreateDBInstance', { tags: [{ Key: 'Team', Value: 'orchid' }] }, null],
    ['tagKey and tagValue', 'kms', 'CreateKey', { tags: [{ tagKey: 'Team', tagValue: 'orchid' }] }, null],
    ['TagKey and TagValue', 'kms', 'CreateKey', { Tags: [{ TagKey: 'Team', TagValue: 'orchid' }] }, null],
    ['a map', 'sqs', 'CreateQueue', { tags: { Team: 'orchid' } }, null],
    ['tagList', 'es', 'CreateDomain', { tagList: [{ key: 'Team', value: 'orchid' }] }, null],
    ['tagsList', 'cloudtrail', 'CreateTrail', { tagsList: [{ key: 'Team', value: 'orchid' }] }, null],
    ['userPoolTags', 'cognito-idp', 'CreateUserPool', { userPoolTags: { Team: 'orchid' } }, null],
    [
      'tags beside the configuration',
      'cloudfront',
      'CreateDistributionWithTags2020_05_31',
      { distributionConfigWithTags: { tags: { items: [{ key: 'Team', value: 'orchid' }] } } },
      null,
    ],
    ['a tag specification', 'ec2', 'CreateVpc', { tagSpecificationSet: specification('vpc') }, null],
    [
      'a tag specification of another word',
      'ec2',
      'AllocateAddress',
      { tagSpecificationSet: specification('elastic-ip') },
      null,
    ],
    [
      'XML with one tag',
      'ec2',
      'CreateNatGateway',
      {
        CreateNatGatewayRequest: {
          TagSpecification: { ResourceType: 'natgateway', tag: 1, Tag: { Key: 'Team', Value: 'orchid', tag: 1 } },
        },
      },
      null,
    ],
    [
      'XML with a list',
      'ec2',
      'CreateNatGateway',
      {
        CreateNatGatewayRequest: {
          TagSpecification: { ResourceType: 'natgateway', tag: 1, Tag: [{ Key: 'Team', Value: 'orchid', tag: 1 }] },
        },
      },
      null,
    ],
    ...['spot-instances-request', 'transit-gateway-attachment', 'vpc-endpoint-service', 'import-image-task'].map(
      (type, at): [string, string, string, unknown, null] => [
        `a tag specification of ${type}`,
        'ec2',
        [
          'RequestSpotInstances',
          'CreateTransitGatewayVpcAttachment',
          'CreateVpcEndpointServiceConfiguration',
          'ImportImage',
        ][at] ?? '',
        { tagSpecificationSet: specification(type) },
        null,
      ],
    ),
    [
      'tags in the configuration of a bucket',
      's3',
      'CreateBucket',
      { CreateBucketConfiguration: { Tags: { Tag: [{ Key: 'Team', Value: 'orchid' }] } } },
      null,
    ],
    ['the echo of the response', 'iam', 'CreateUser', {}, { user: { tags: [{ key: 'Team', value: 'orchid' }] } }],
    ['the echo of EC2', 'ec2', 'CreateVpc', {}, { vpc: { tagSet: { items: [{ key: 'Team', value: 'orchid' }] } } }],
    [
      'the echo of one instance',
      'ec2',
      'RunInstances',
      {},
      { instancesSet: { items: [{ tagSet: { items: [{ key: 'Team', value: 'orchid' }] } }] } },
    ],
  ])('reads %s', (_, source, name, request, response) => {
    expect(tagsInEvent(event(source, name, request, response))).toEqual(found);
  });

  it.each<[string, string, string, unknown, unknown]>([
    [
      'the tags of children',
      'batch',
      'CreateComputeEnvironment',
      { computeResources: { tags: { Team: 'orchid' } } },
      null,
    ],
    ['filters', 'codedeploy', 'CreateDeploymentGroup', { ec2TagFilters: [{ key: 'Team', value: 'orchid' }] }, null],
    ['the tags of volumes', 'ec2', 'RunInstances', { tagSpecificationSet: specification('volume') }, null],
    [
      'the tags of what a launch template will make',
      'ec2',
      'CreateLaunchTemplate',
      {
        CreateLaunchTemplateRequest: {
          LaunchTemplateData: { TagSpecification: { ResourceType: 'instance', Tag: { Key: 'Team', Value: 'orchid' } } },
        },
      },
      null,
    ],
    [
      'masked tags',
      'rolesanywhere',
      'CreateProfile',
      { tags: [{ key: 'HIDDEN_DUE_TO_SECURITY_REASONS', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' }] },
      null,
    ],
    ['empty lists', 'ec2', 'CreateVpc', { tagSpecificationSet: {} }, { vpc: { tagSet: {} } }],
    ['a text', 'sqs', 'CreateQueue', { tags: 'Team=orchid' }, null],
    ['null', 'sqs', 'CreateQueue', { tags: null }, null],
  ])('leaves %s alone', (_, source, name, request, response) => {
    expect(tagsInEvent(event(source, name, request, response))).toEqual({});
  });

  it('keeps a tag that is called Name in a map', () => {
    expect(tagsInEvent(event('eks', 'CreateCluster', { tags: { Name: 'prod', Team: 'x' } }))).toEqual({
      Name: 'prod',
      Team: 'x',
    });
  });

  it('tells the tags of each type that a call of EC2 makes', () => {
    const run = event('ec2', 'RunInstances', { tagSpecificationSet: specification('network-interface') });
    expect(tagsInEvent(run, 'ec2:network-interface')).toEqual(found);
    expect(tagsInEvent(run, 'ec2:instance')).toEqual({});
  });
});
