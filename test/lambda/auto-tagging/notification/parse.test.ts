import fc from 'fast-check';
import { findingTypes } from '../../../../lambda/auto-tagging/notification/finding';
import { NotAnAlertError, parseAlert } from '../../../../lambda/auto-tagging/notification/parse';
import { alarmEnvelope, findingEnvelope, findingOf, removedEnvelope } from './alerts';

const parse = (envelope: unknown) => parseAlert(JSON.stringify(envelope));

describe('parseAlert', () => {
  it.each([
    ['ResourceTagged', 'tagged'],
    ['ResourceUntagged', 'untagged'],
    ['ResourcePending', 'pending'],
    ['ResourceNotMapped', 'unmapped'],
    ['TagRefused', 'refused'],
  ])('reads %s', (type, kind) => {
    const { resourceName, owner, arn } = findingOf('queue');
    expect(parse(findingEnvelope(findingOf('queue'), type))).toMatchObject({ kind, resourceName, owner, arn });
  });

  it('reads a finding without ARN', () => {
    const { arn, ...finding } = findingOf('queue');
    expect(parse(findingEnvelope(finding))).not.toHaveProperty('arn');
  });

  it('reads which tags were removed', () => {
    expect(parse(removedEnvelope)).toMatchObject({
      kind: 'removed',
      id: 'removed:removed-1',
      resourceName: 'i-0abc',
      resourceType: 'ec2:instance',
      owner: 'unknown',
      tags: { Owner: '' },
    });
  });

  it('reads an alarm', () => {
    expect(parse(alarmEnvelope)).toMatchObject({
      kind: 'alarm',
      id: 'alarm:alarm-1',
      resourceName: 'DeadLetters',
      eventName: 'ALARM',
      reason: 'Threshold Crossed: 1 datapoint',
      owner: '',
    });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['an unknown source', JSON.stringify({ ...alarmEnvelope, source: 'aws.ec2' })],
    ['an unknown finding', JSON.stringify(findingEnvelope(findingOf('q'), 'Other'))],
    ['a finding without id', JSON.stringify(findingEnvelope({ ...findingOf('q'), id: '' }))],
    ['a finding whose name is a number', JSON.stringify(findingEnvelope({ ...findingOf('q'), resourceName: 1 }))],
    ['a tag that is no text', JSON.stringify(findingEnvelope({ ...findingOf('q'), tags: { a: 1 } }))],
    [
      'a tag that was added',
      JSON.stringify({ ...removedEnvelope, detail: { 'changed-tag-keys': ['Name'], tags: { Name: '' } } }),
    ],
    ['a tag change of nothing', JSON.stringify({ ...removedEnvelope, resources: [] })],
  ])('refuses %s', (_, body) => {
    expect(() => parseAlert(body)).toThrow(NotAnAlertError);
  });

  it('throws nothing else and repeats nothing of the body, whatever it is', () => {
    const envelope = fc.record(
      {
        id: fc.anything(),
        source: fc.constantFrom('takehome.auto-tagging', 'aws.tag', 'aws.cloudwatch', 7),
        'detail-type': fc.constantFrom(
          ...findingTypes,
          'Tag Change on Resource',
          'CloudWatch Alarm State Change',
          null,
        ),
        resources: fc.anything(),
        detail: fc.oneof(fc.anything(), fc.record({ ...recordOfAnything, state: fc.object() }, { requiredKeys: [] })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          envelope.map((value) => JSON.stringify(value) ?? ''),
        ),
        (body) => {
          try {
            expect(typeof parseAlert(body).id).toBe('string');
          } catch (error) {
            expect(error).toBeInstanceOf(NotAnAlertError);
          }
        },
      ),
    );
  });
});

const recordOfAnything = Object.fromEntries(
  [...Object.keys(findingOf('q')), 'changed-tag-keys', 'alarmName', 'configuration'].map((key) => [
    key,
    fc.oneof(fc.string(), fc.anything()),
  ]),
);
