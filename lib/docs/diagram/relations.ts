import { group } from '../../reachability/lookup/indexes';
import type { Box } from './boxes';
import { grantsOf, rolesIn } from './grants';
import { reasonToLeaveOut } from './left-out';
import { objectsIn, type Resource, type Resources } from './resources';

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
  /^AWS::(IAM::|Lambda::(EventSourceMapping|Permission)|(SQS|SNS)::\w+Policy|S3::BucketPolicy|EC2::|SecretsManager::ResourcePolicy|CloudFront::ResponseHeadersPolicy)|^Custom::(?!AWSCDK-EKS-)/;

/**
 * Types that nothing in a template flows to: who refers to a distribution announces its name or compares with it, and
 * who refers to a key is encrypted with it.
 */
const unreached = /^AWS::(IAM::|Logs::|EC2::|KMS::|Lambda::LayerVersion|CloudFront::Distribution)/;

/** Who registers with a target group refers to it and serves what comes to it, so the arrow turns round. */
const registers = /^(AWS::ECS::Service|Custom::AWSCDK-EKS-KubernetesResource)$/;

/** Every relation of the templates that a picture may show, within boxes too. */
export function relationsOf(resources: Resources, boxes: readonly Box[]): readonly Relation[] {
  const boxed = new Set(boxes.flatMap((box) => box.resources));
  const speaking = resources.all
    .filter((resource) => boxed.has(resource) || reasonToLeaveOut(resource, resources) === undefined)
    .filter(({ type }) => !silent.test(type));
  const mapped = resources
    .ofType('AWS::Lambda::EventSourceMapping')
    .flatMap((mapping) => eventSource(resources, mapping));
  const isMapped = (source: Resource, called: Resource): boolean =>
    mapped.some(({ from, to }) => from === source && to === called);
  const referred = speaking
    .flatMap((resource) => references(resources, resource))
    .filter(({ from, to }) => !isMapped(to, from));
  return [...mapped, ...referred, ...granted(resources, speaking, isMapped), ...admitted(resources)];
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
      other.type.endsWith('::TargetGroup') && registers.test(resource.type)
        ? { from: other, to: resource }
        : { from: resource, to: other },
    );
}

/** What the roles of resources are allowed, but for what an event source mapping needs. */
function granted(
  resources: Resources,
  speaking: readonly Resource[],
  isMapped: (source: Resource, called: Resource) => boolean,
): readonly Relation[] {
  const bearers = group(
    speaking.flatMap((bearer) =>
      resources.referredTo(bearer, rolesIn(bearer.properties)).map((role) => [role, bearer] as const),
    ),
  );
  return grantsOf(resources).flatMap(({ roles, actions, to }) => {
    const heads = [
      ...to.filter(({ type }) => !unreached.test(type)),
      ...(actions.includes('events:PutEvents') ? resources.ofType('AWS::Events::Rule').filter(takesOwnEvents) : []),
    ];
    const isReading = actions.every((action) => reading.test(action));
    const froms = roles.flatMap((role) => bearers.get(role) ?? []);
    return froms.flatMap((from) =>
      heads.filter((head) => !(isReading && isMapped(head, from))).map((head) => ({ from, to: head })),
    );
  });
}

/**
 * Whether all events that a rule takes are put by somebody else than AWS, whose sources begin with `aws.`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
function takesOwnEvents({ properties }: Resource): boolean {
  const sources = objectsIn(properties.EventPattern).flatMap(({ source }) => [source ?? []].flat());
  return sources.length > 0 && !JSON.stringify(sources).includes('"aws.');
}

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
