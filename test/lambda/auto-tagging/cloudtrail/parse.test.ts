import fc from 'fast-check';
import {
  FOUND_DETAIL_TYPE,
  NotCloudTrailError,
  parseEvent,
  parseMessage,
} from '../../../../lambda/auto-tagging/cloudtrail/parse';
import { FINDING_SOURCE } from '../../../../lambda/auto-tagging/notification/finding';

const record = {
  eventID: '10000000-0000-4000-8000-000000000001',
  eventSource: 'sqs.amazonaws.com',
  eventName: 'CreateQueue',
  eventTime: '2026-03-02T09:00:00Z',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  requestParameters: { queueName: 'orders' },
};
const envelope = (detailType: string, detail: unknown, source = 'aws.sqs'): string =>
  JSON.stringify({ version: '0', source, 'detail-type': detailType, detail });
const detail = {
  arn: 'arn:aws:sqs:eu-west-1:111122223333:orders',
  resourceType: 'sqs:queue',
  accountId: '111122223333',
  region: 'eu-west-1',
};

describe('parseEvent', () => {
  it.each([
    [
      'null payloads',
      { requestParameters: null, responseElements: null },
      { requestParameters: {}, responseElements: {} },
    ],
    ['payloads as JSON text', { requestParameters: '{"queueName":"x"}' }, { requestParameters: { queueName: 'x' } }],
    [
      'malformed payloads',
      { requestParameters: '{"queueName":', responseElements: [1], resources: 'x', userIdentity: 7 },
      { requestParameters: {}, responseElements: {}, resources: [], userIdentity: {} },
    ],
    ['resources that are no objects', { resources: [null, 'x', { ARN: 'a' }] }, { resources: [{ ARN: 'a' }] }],
    ['a dry run', { requestParameters: { dryRun: true } }, { requestParameters: { dryRun: true } }],
    [
      'the account of the identity',
      { recipientAccountId: undefined, userIdentity: { accountId: '444455556666' } },
      { accountId: '444455556666' },
    ],
    ['no account', { recipientAccountId: undefined }, { accountId: '' }],
    ['an error message alone', { errorMessage: 'You are not authorized' }, { errorCode: 'You are not authorized' }],
    [
      'the result of a service event',
      { serviceEventDetails: '{"createAccountStatus":{"state":"SUCCEEDED"}}' },
      { responseElements: { createAccountStatus: { state: 'SUCCEEDED' } } },
    ],
    ['readOnly as text', { readOnly: 'true' }, { readOnly: true }],
    ['no readOnly', {}, { readOnly: false }],
  ])('reads %s', (_, change, expected) => {
    expect(parseEvent({ ...record, ...change })).toMatchObject(expected);
  });

  it.each([
    [null, 'not a JSON object'],
    [[record], 'not a JSON object'],
    ['text', 'not a JSON object'],
    [{}, 'eventSource and eventName missing'],
    [{ eventSource: 's3.amazonaws.com' }, 'eventName missing'],
  ])('refuses %j', (value, message) => {
    expect(() => parseEvent(value)).toThrow(NotCloudTrailError);
    expect(() => parseEvent(value)).toThrow(message);
  });

  it('gives no errorCode where the call succeeded', () => {
    expect(parseEvent(record)).not.toHaveProperty('errorCode');
  });
});

describe('parseMessage', () => {
  it.each([
    ['a bare record', JSON.stringify(record)],
    ['an API call', envelope('AWS API Call via CloudTrail', record)],
    ['a service event', envelope('AWS Service Event via CloudTrail', record)],
    ['a console action', envelope('AWS Console Action via CloudTrail', record)],
  ])('reads %s', (_, body) => {
    expect(parseMessage(body)).toEqual({ kind: 'created', event: parseEvent(record) });
  });

  it.each([
    ['without', detail, undefined],
    ['with', { ...detail, event: record }, parseEvent(record)],
  ])('reads a resource that the sweep found, %s its event', (_, body, event) => {
    expect(parseMessage(envelope(FOUND_DETAIL_TYPE, body, FINDING_SOURCE))).toEqual({
      kind: 'found',
      resource: { arn: detail.arn, type: 'sqs:queue', name: 'orders', accountId: '111122223333', region: 'eu-west-1' },
      ...(event === undefined ? {} : { event }),
    });
  });

  it.each([
    ['', 'not JSON'],
    ['{"detail-type":"AWS API Call via CloudTrail"}', 'not a JSON object'],
    [envelope(FOUND_DETAIL_TYPE, { arn: 'a' }, FINDING_SOURCE), 'resourceType and accountId and region missing'],
    [envelope(FOUND_DETAIL_TYPE, null, FINDING_SOURCE), 'not a JSON object'],
    [envelope('ResourceTagged', detail, FINDING_SOURCE), 'eventSource and eventName missing'],
    [envelope(FOUND_DETAIL_TYPE, { ...detail, event: 'x' }, FINDING_SOURCE), 'not a JSON object'],
    // Only the sweep's own source may name a resource to tag.
    [envelope(FOUND_DETAIL_TYPE, detail, 'someone.else'), 'eventSource and eventName missing'],
  ])('refuses %s', (body, message) => {
    expect(() => parseMessage(body)).toThrow(NotCloudTrailError);
    expect(() => parseMessage(body)).toThrow(message);
  });

  it('throws nothing but NotCloudTrailError, whatever it is given', () => {
    const fields = fc.record(
      Object.fromEntries(
        [
          ...Object.keys(record),
          'userIdentity',
          'resources',
          'detail',
          'detail-type',
          'source',
          'responseElements',
        ].map((key) => [key, fc.jsonValue()]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fields.map((value) => JSON.stringify(value)),
        ),
        (body) => {
          try {
            return parseMessage(body).kind !== undefined;
          } catch (error) {
            return error instanceof NotCloudTrailError;
          }
        },
      ),
    );
  });
});
