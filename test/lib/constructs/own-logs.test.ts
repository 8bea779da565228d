import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { context } from '../../../cdk.json';
import { AwsCall } from '../../../lib/constructs/aws-call';
import { awsPrefixList } from '../../../lib/constructs/aws-prefix-list';
import { ownLogs } from '../../../lib/constructs/own-logs';

const newStack = () => new Stack(new App({ context }), 'Stack');

describe('ownLogs', () => {
  test('replaces the log group that stays by one that goes with the stack, once', () => {
    const stack = newStack();
    const code = Code.fromInline('exports.handler = () => {}');
    new LambdaFunction(stack, 'Function', { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X });
    ownLogs(stack);
    ownLogs(stack);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('^FunctionOwnLogs') } },
    });
  });
});

describe('AwsCall', () => {
  const call = {
    service: 'EC2',
    action: 'deleteTags',
    parameters: {},
    physicalResourceId: PhysicalResourceId.of('id'),
  };

  test('calls when it is created and when it changes, and may do nothing else', () => {
    const stack = newStack();
    new AwsCall(stack, 'Call', { call, action: 'ec2:DeleteTags', resources: ['arn:aws:ec2:us-east-1:1:vpc/vpc-1'] });
    const template = Template.fromStack(stack);
    const [{ Properties } = { Properties: {} }] = Object.values(template.findResources('Custom::AWS'));
    expect(Properties.Create).toContain('"deleteTags"');
    expect(Properties.Update).toBe(Properties.Create);
    expect(Properties.Delete).toBeUndefined();
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'ec2:DeleteTags', Resource: 'arn:aws:ec2:us-east-1:1:vpc/vpc-1' }],
      },
    });
  });

  test('shares a function and its log group with the other calls of the stack', () => {
    const stack = newStack();
    for (const id of ['First', 'Second']) new AwsCall(stack, id, { call, action: 'ec2:DeleteTags' });
    const template = Template.fromStack(stack);
    for (const type of ['Lambda::Function', 'Logs::LogGroup']) template.resourceCountIs(`AWS::${type}`, 1);
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: Match.anyValue() } } });
  });
});

test("awsPrefixList asks for the list of the stack's Region", () => {
  const stack = newStack();
  awsPrefixList(stack, 'S3', 's3');
  const [{ Properties } = { Properties: {} }] = Object.values(Template.fromStack(stack).findResources('Custom::AWS'));
  const text = JSON.stringify(Properties.Create);
  expect(text).toContain('com.amazonaws.');
  expect(text).toContain('{"Ref":"AWS::Region"},".s3');
});
