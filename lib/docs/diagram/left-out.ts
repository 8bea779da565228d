import type { Resource, Resources } from './resources';

/** A kind of resource that no box has to hold. */
interface Rule {
  readonly types: RegExp;
  readonly reason: string;
}

/** What a picture at the level of boxes leaves out, unless a box holds it. */
export const leftOut: readonly Rule[] = [
  { types: /^AWS::IAM::/, reason: 'who may do it: what a role is allowed becomes an arrow' },
  {
    types: /^AWS::(Lambda::Permission|(SQS|SNS)::\w+Policy|S3::BucketPolicy|SecretsManager::ResourcePolicy)$/,
    reason: 'who may do it, said a second time on the side of the resource',
  },
  { types: /^AWS::Lambda::EventSourceMapping$/, reason: 'is an arrow' },
  { types: /^AWS::(Logs|CloudWatch)::/, reason: 'watches the boxes, and would lead to each of them' },
  { types: /^AWS::EC2::FlowLog$/, reason: 'watches the network' },
  { types: /^AWS::EC2::(VPC|Subnet)$/, reason: 'is a frame around boxes' },
  {
    types: /^AWS::EC2::(RouteTable|SubnetRouteTableAssociation|Route|VPCGatewayAttachment|VPCCidrBlock|EIP)$/,
    reason: 'how a frame is joined to what its arrows lead to',
  },
  { types: /^AWS::EC2::SecurityGroup/, reason: 'what a group admits from another becomes an arrow' },
  { types: /^AWS::SSM::Parameter$/, reason: 'lets resources wait for each other while deploying' },
  { types: /^AWS::Lambda::LayerVersion$/, reason: 'part of the code of a function' },
  { types: /^AWS::ApiGateway::Account$/, reason: 'a setting of the account' },
  { types: /^AWS::CDK::Metadata$/, reason: 'nothing is made of it' },
  { types: /^(Custom::(?!AWSCDK-EKS-)|AWS::CloudFormation::CustomResource$)/, reason: 'runs while deploying only' },
];

/** Why a resource needs no box; undefined where it does. */
export function reasonToLeaveOut(resource: Resource, resources: Resources): string | undefined {
  const rule = leftOut.find(({ types }) => types.test(resource.type));
  if (rule !== undefined) return rule.reason;
  return isProvider(resource, resources)
    ? 'the function behind a custom resource, which runs while deploying only'
    : undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html */
function isProvider(resource: Resource, resources: Resources): boolean {
  if (resource.type !== 'AWS::Lambda::Function') return false;
  return resources.all.some((other) => resources.referredTo(other, other.properties.ServiceToken).includes(resource));
}
