import { boxesOf } from '../../../lib/docs/diagram/boxes';
import { relationsOf } from '../../../lib/docs/diagram/relations';
import { Resources } from '../../../lib/docs/diagram/resources';
import type { Stack } from '../../../lib/reachability/template/stack';
import { allows, functionWith, handMade, type Made } from './hand-made';

/** The arrows of stacks in which every resource that is named is a box of its own. */
function arrows(stacks: readonly Stack[], named: readonly string[]): readonly string[] {
  const resources = new Resources(stacks);
  const boxes = boxesOf(
    { direction: 'LR', stacks: [], boxes: named.map((path) => ({ at: [`S/${path}`] })) },
    resources,
  );
  const found = relationsOf(resources, boxes).map(({ from, to }) => `${from.path} > ${to.path}`.replaceAll('S/', ''));
  return [...new Set(found)].sort();
}

const role: Made[string] = ['AWS::IAM::Role'];
const mapping: Made[string] = [
  'AWS::Lambda::EventSourceMapping',
  { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Fn' } },
];
const receives = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueUrl'];
const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const queue: Made = { Queue: ['AWS::SQS::Queue'], Role: role, Fn: functionWith('Role') };

describe('relationsOf', () => {
  test.each<[string, Made, readonly string[], readonly string[]]>([
    ['an event source to its function', { ...queue, Mapping: mapping }, ['Queue', 'Fn'], ['Queue > Fn']],
    [
      'an event source, and not back for reading it',
      {
        ...queue,
        Fn: functionWith('Role', { Environment: { Variables: { QUEUE: { Ref: 'Queue' } } } }),
        Mapping: mapping,
        Policy: allows('Role', receives, queueArn),
      },
      ['Queue', 'Fn'],
      ['Queue > Fn'],
    ],
    [
      'an event source, and back for sending to it',
      { ...queue, Mapping: mapping, Policy: allows('Role', ['sqs:SendMessage'], queueArn) },
      ['Queue', 'Fn'],
      ['Fn > Queue', 'Queue > Fn'],
    ],
    [
      'a function to where its failures go',
      {
        ...queue,
        Dead: ['AWS::SQS::Queue'],
        Mapping: [mapping[0], { ...mapping[1], DestinationConfig: { OnFailure: { Destination: { Ref: 'Dead' } } } }],
      },
      ['Queue', 'Fn', 'Dead'],
      ['Fn > Dead', 'Queue > Fn'],
    ],
    ['what a role may do', { ...queue, Policy: allows('Role', receives, queueArn) }, ['Queue', 'Fn'], ['Fn > Queue']],
    ['nothing by a policy of nobody', { ...queue, Policy: allows('Other', receives, queueArn) }, ['Queue', 'Fn'], []],
    [
      'no rule that only names a role',
      {
        ...queue,
        Rule: ['AWS::Events::Rule', { EventPattern: { x: [{ Ref: 'Role' }] } }],
        Policy: allows('Role', receives, queueArn),
      },
      ['Queue', 'Fn', 'Rule'],
      ['Fn > Queue'],
    ],
    [
      'a rule to its target',
      { ...queue, Rule: ['AWS::Events::Rule', { Targets: [{ Arn: queueArn }] }] },
      ['Queue', 'Fn', 'Rule'],
      ['Rule > Queue'],
    ],
    [
      'who puts events to the rule that takes them, and not to rules for events of AWS',
      {
        Role: role,
        Fn: functionWith('Role'),
        Policy: allows('Role', ['events:PutEvents'], '*'),
        Own: ['AWS::Events::Rule', { EventPattern: { source: ['own'] } }],
        Aws: ['AWS::Events::Rule', { EventPattern: { source: ['own', { prefix: 'aws.' }] } }],
        Timer: ['AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)' }],
      },
      ['Fn', 'Own', 'Aws', 'Timer'],
      ['Fn > Own'],
    ],
    [
      'a load balancer’s listener to its targets, and these to who registers',
      {
        Listener: [
          'AWS::ElasticLoadBalancingV2::Listener',
          { DefaultActions: [{ TargetGroupArn: { Ref: 'Targets' } }] },
        ],
        Targets: ['AWS::ElasticLoadBalancingV2::TargetGroup'],
        Service: ['AWS::ECS::Service', { LoadBalancers: [{ TargetGroupArn: { Ref: 'Targets' } }] }],
      },
      ['Listener', 'Targets', 'Service'],
      ['Listener > Targets', 'Targets > Service'],
    ],
    [
      'who is admitted by a security group',
      {
        Cache: ['AWS::ElastiCache::ServerlessCache'],
        A: ['AWS::EC2::SecurityGroup'],
        B: ['AWS::EC2::SecurityGroup'],
        Rule: ['AWS::EC2::SecurityGroupIngress', { GroupId: { Ref: 'B' }, SourceSecurityGroupId: { Ref: 'A' } }],
      },
      ['Cache', 'A', 'B'],
      ['A > B'],
    ],
    [
      'nothing from a custom resource, nor to a key or a distribution',
      {
        Queue: ['AWS::SQS::Queue', { KmsMasterKeyId: { Ref: 'Key' }, X: { Ref: 'Page' } }],
        Key: ['AWS::KMS::Key'],
        Page: ['AWS::CloudFront::Distribution'],
        Once: ['Custom::Once', { Queue: { Ref: 'Queue' } }],
      },
      ['Queue', 'Key', 'Page', 'Once'],
      [],
    ],
  ])('draws %s', (_, made, boxes, expected) => {
    expect(arrows([handMade('S', made)], boxes)).toEqual(expected);
  });

  test('follows what a stack exports', () => {
    const exporting = handMade(
      'S',
      { Queue: ['AWS::SQS::Queue'] },
      { Out: { Value: queueArn, Export: { Name: 'q' } } },
    );
    const importing = handMade('T', {
      Rule: ['AWS::Events::Rule', { Targets: [{ Arn: { 'Fn::ImportValue': 'q' } }] }],
    });
    const resources = new Resources([exporting, importing]);
    const relations = relationsOf(resources, []);
    expect(relations.map(({ from, to }) => [from.path, to.path])).toEqual([['T/Rule', 'S/Queue']]);
  });
});
