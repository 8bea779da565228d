import type { Box } from './boxes';
import { grantsOf } from './grants';
import { reasonToLeaveOut } from './left-out';
import type { Resource, Resources } from './resources';

/** An arrow: the way in which data or calls flow where the types tell it, else from who refers to who is referred to. */
export interface Relation {
  readonly from: Resource;
  readonly to: Resource;
}

/**
 * What a function reads its event source with; the mapping's arrow has said it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
const reading = /^\w+:(Receive|Delete|Change|Get|List|Describe|Subscribe)\w*$/;

/** Types whose references are no arrows: they say who may, or something about the names of others. */
const silent =
  /^AWS::(IAM::|CloudWatch::|Logs::|Lambda::(EventSourceMapping|Permission)|(SQS|SNS)::\w+Policy|S3::BucketPolicy|EC2::|SecretsManager::ResourcePolicy|CloudFront::ResponseHeadersPolicy)|^Custom::(?!AWSCDK-EKS-)/;

/** Types that nothing flows to. */
const unreached = /^AWS::(IAM::|Logs::|EC2::|CloudWatch::|Lambda::LayerVersion)/;

/** Who serves what comes to a target group refers to it, so the arrow turns round. */
const targetGroups = /^AWS::(ElasticLoadBalancingV2|VpcLattice)::TargetGroup$/;

/** Every relation of the templates that a picture may show, within boxes too. */
export function relationsOf(resources: Resources, boxes: readonly Box[]): readonly Relation[] {
  const boxed = new Set(boxes.flatMap((box) => box.resources));
  const speaking = resources.all.filter(
    (resource) => boxed.has(resource) || reasonToLeaveOut(resource, resources) === undefined,
  );
  const mapped = resources
    .ofType('AWS::Lambda::EventSourceMapping')
    .flatMap((mapping) => eventSource(resources, mapping));
  const referred = speaking
    .filter(({ type }) => !silent.test(type))
    .flatMap((resource) => references(resources, resource));
  return [...mapped, ...referred, ...granted(resources, speaking, mapped), ...admitted(resources)];
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
function eventSource(resources: Resources, mapping: Resource): readonly Relation[] {
  const { EventSourceArn, FunctionName, DestinationConfig } = mapping.properties;
  return resources
    .referredTo(mapping, FunctionName)
    .flatMap((called) => [
      ...resources.referredTo(mapping, EventSourceArn).map((from) => ({ from, to: called })),
      ...resources.referredTo(mapping, DestinationConfig).map((to) => ({ from: called, to })),
    ]);
}

function references(resources: Resources, resource: Resource): readonly Relation[] {
  return resources
    .referredTo(resource, resource.properties)
    .filter(({ type }) => !unreached.test(type))
    .map((other) =>
      targetGroups.test(other.type) && !resource.type.endsWith('::Listener')
        ? { from: other, to: resource }
        : { from: resource, to: other },
    );
}

/** What the role of a resource is allowed, but for what an event source mapping needs. */
function granted(
  resources: Resources,
  speaking: readonly Resource[],
  mapped: readonly Relation[],
): readonly Relation[] {
  const bearers = new Map<Resource, Resource[]>();
  for (const bearer of speaking.filter(({ type }) => !silent.test(type))) {
    for (const role of resources.referredTo(bearer, bearer.properties).filter(({ type }) => type === 'AWS::IAM::Role'))
      bearers.set(role, [...(bearers.get(role) ?? []), bearer]);
  }
  return grantsOf(resources)
    .filter(({ to }) => !unreached.test(to.type))
    .flatMap(({ role, to, actions }) =>
      (bearers.get(role) ?? [])
        .filter((from) => !(actions.every((action) => reading.test(action)) && isMapped(mapped, to, from)))
        .map((from) => ({ from, to })),
    );
}

const isMapped = (mapped: readonly Relation[], source: Resource, called: Resource): boolean =>
  mapped.some(({ from, to }) => from === source && to === called);

/**
 * Who may open a connection to whom, by security groups that name each other.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
 */
function admitted(resources: Resources): readonly Relation[] {
  return resources
    .ofType('AWS::EC2::SecurityGroupIngress')
    .flatMap((rule) =>
      resources
        .referredTo(rule, rule.properties.SourceSecurityGroupId)
        .flatMap((from) => resources.referredTo(rule, rule.properties.GroupId).map((to) => ({ from, to }))),
    );
}
