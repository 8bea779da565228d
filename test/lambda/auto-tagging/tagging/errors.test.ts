import { type AwsFailure, type ErrorKind, errorKind, failureOf } from '../../../../lambda/auto-tagging/tagging/errors';

describe('errorKind', () => {
  it.each<[ErrorKind, string, string, number | undefined]>([
    ['throttled', 'ThrottlingException', '', 400],
    ['throttled', 'ThrottledException', '', 400],
    ['throttled', 'Throttling', 'Rate exceeded', 400],
    ['throttled', 'TooManyRequestsException', '', 429],
    ['throttled', 'RequestLimitExceeded', '', 503],
    ['not-yet', 'ResourceNotFoundException', '', 400],
    ['not-yet', 'InvalidInstanceID.NotFound', '', 400],
    ['not-yet', 'NoSuchEntity', '', 404],
    ['not-yet', 'NoSuchBucket', '', 404],
    ['not-yet', 'AWS.SimpleQueueService.NonExistentQueue', '', 400],
    ['not-yet', 'InvalidParameterException', 'The table does not exist', 400],
    ['not-yet', 'InvalidParameterException', '', 404],
    ['not-yet', 'InvalidID', 'The volume does not exist', 400],
    ['refused', 'AccessDeniedException', 'not allowed, or does not exist', 403],
    ['not-yet', 'InvalidReplicationGroupState', '', 400],
    ['not-yet', 'ResourceInUseException', '', 400],
    ['unsupported', 'InvalidParameterException', 'arn:aws:iam::1:role/x not a valid AmazonResourceName (ARN)', 400],
    ['unsupported', 'BadRequestException', 'Invalid input resource arn', 400],
    ['unsupported', 'InvalidParameterException', "'x' is not a recognized EC2ResourceType id", 400],
    ['unsupported', 'InvalidParameterException', 'The resource type is not supported', 400],
    ['transient', 'InternalServiceException', '', 500],
    ['transient', 'Error', 'socket hang up', undefined],
    ['refused', 'ENOTFOUND', 'getaddrinfo ENOTFOUND what.us-east-1.amazonaws.com', undefined],
    ['refused', 'NotTaggableError', 'IAM has no tags for this', undefined],
    ['refused', 'UnexpectedAnswerError', '', undefined],
    ['transient', 'ExpiredTokenException', '', 400],
    ['refused', 'AccessDeniedException', 'no', 400],
    ['refused', 'TagPolicyException', 'the tag policy does not allow the value', 400],
    ['refused', 'InvalidParameterException', 'more than 50 tags', 400],
    ['refused', 'LimitExceededException', '', 400],
  ])('%s: %s %s %s', (kind, code, message, status) => {
    expect(errorKind({ code, message, status })).toBe(kind);
  });
});

describe('failureOf', () => {
  it.each<[unknown, AwsFailure]>([
    [
      Object.assign(new Error('m'), { name: 'X', $metadata: { httpStatusCode: 400 } }),
      { code: 'X', message: 'm', status: 400 },
    ],
    [Object.assign(new Error('m'), { Code: 'Y' }), { code: 'Y', message: 'm', status: undefined }],
    [Object.assign(new Error('m'), { code: 'ENOTFOUND' }), { code: 'ENOTFOUND', message: 'm', status: undefined }],
    ['text', { code: 'Unknown', message: 'text' }],
  ])('%s', (thrown, failure) => {
    expect(failureOf(thrown)).toEqual(failure);
  });
});
