import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  CallAwsService,
  DynamoAttributeValue,
  DynamoReturnValues,
  DynamoUpdateItem,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { campaignAttributes, tableKeys } from '../../lambda/mass-messaging/keys';
import type { PrivateBucket } from '../constructs/private-bucket';

/** What is sent to whom: the object's version, since another object under the same key is another audience. */
const CONTENT =
  "{% $hash($string([$states.input.text, $states.input.audience.key, $states.result.VersionId]), 'SHA-256') %}";

/**
 * A state that looks for the audience, and keeps what the execution goes on with in the variables `$request`, `$version`
 * and `$content`.
 *
 * @param audiences a bucket with versions
 */
export function findAudience(scope: Construct, id: string, audiences: PrivateBucket): CallAwsService {
  return CallAwsService.jsonata(scope, id, {
    service: 's3',
    action: 'headObject',
    parameters: { Bucket: audiences.bucketName, Key: '{% $states.input.audience.key %}' },
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html: it has no action of its own.
    iamAction: 's3:GetObject',
    iamResources: [audiences.arnForObjects('*')],
    assign: { request: '{% $states.input %}', version: '{% $states.result.VersionId %}', content: CONTENT },
  });
}

/**
 * A state that makes the campaign, or finds that it is there already with the same content: then its status is what it was.
 * Its output is `{ status }`. Fails with `DynamoDB.ConditionalCheckFailedException` where the id has another content.
 *
 * @see https://github.com/aws-samples/aws-stepfunctions-examples/blob/main/sam/app-control-concurrency-with-dynamodb/statemachines/dynamodb-semaphore.asl.json
 */
export function claimCampaign(scope: Construct, id: string, campaigns: Table): DynamoUpdateItem {
  const value = (expression: string): DynamoAttributeValue => DynamoAttributeValue.fromString(expression);
  return DynamoUpdateItem.jsonata(scope, id, {
    table: campaigns,
    key: { [tableKeys.campaigns]: value('{% $request.campaignId %}') },
    conditionExpression: 'attribute_not_exists(#content) OR #content = :content',
    updateExpression:
      'SET #content = :content, #text = :text, #audience = :audience, #version = :version, ' +
      '#status = if_not_exists(#status, :running), #requestedAt = if_not_exists(#requestedAt, :now)',
    expressionAttributeNames: {
      '#content': 'content',
      '#text': campaignAttributes.text,
      '#audience': 'audience',
      '#version': 'version',
      '#status': campaignAttributes.status,
      '#requestedAt': 'requestedAt',
    },
    expressionAttributeValues: {
      ':content': value('{% $content %}'),
      ':text': value('{% $request.text %}'),
      ':audience': value('{% $request.audience.key %}'),
      ':version': value('{% $version %}'),
      ':running': value('running'),
      ':now': value('{% $states.context.Execution.StartTime %}'),
    },
    returnValues: DynamoReturnValues.ALL_NEW,
    outputs: { status: `{% $states.result.Attributes.${campaignAttributes.status}.S %}` },
  });
}
