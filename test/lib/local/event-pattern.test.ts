import fc from 'fast-check';
import { InvalidPatternError, matchesPattern } from '../../../lib/local/event-pattern';

describe('matchesPattern', () => {
  const event = {
    source: 'aws.ec2',
    'detail-type': 'AWS API Call via CloudTrail',
    resources: ['arn:a', 'arn:b'],
    detail: {
      eventName: 'RunInstances',
      readOnly: false,
      count: 3,
      nothing: null,
      empty: '',
      path: 'a/b*c\\d',
      tags: [{ key: 'a' }, { key: 'b', value: 'B' }],
    },
  };

  test.each<[string, object, boolean]>([
    ['exact', { source: ['aws.ec2'] }, true],
    ['exact, one of many', { source: ['aws.s3', 'aws.ec2'] }, true],
    ['exact, other', { source: ['aws.s3'] }, false],
    ['exact is case-sensitive', { source: ['AWS.EC2'] }, false],
    ['all fields must match', { source: ['aws.ec2'], 'detail-type': ['other'] }, false],
    ['no field', {}, true],
    ['absent field', { account: ['1'] }, false],
    ['nested', { detail: { eventName: ['RunInstances'] } }, true],
    ['nested, other', { detail: { eventName: ['Create'] } }, false],
    ['false', { detail: { readOnly: [false] } }, true],
    ['a text is not a boolean', { detail: { readOnly: ['false'] } }, false],
    ['null', { detail: { nothing: [null] } }, true],
    ['absent is not null', { detail: { absent: [null] } }, false],
    ['empty text', { detail: { empty: [''] } }, true],
    ['an array matches by any element', { resources: ['arn:b'] }, true],
    ['an array without it', { resources: ['arn:c'] }, false],
    ['an array of objects by any object', { detail: { tags: { key: ['b'], value: ['B'] } } }, true],
    ['an array of objects, not across objects', { detail: { tags: { key: ['a'], value: ['B'] } } }, false],
    ['prefix', { detail: { eventName: [{ prefix: 'Run' }] } }, true],
    ['prefix, other', { detail: { eventName: [{ prefix: 'Create' }] } }, false],
    ['prefix ignoring case', { detail: { eventName: [{ prefix: { 'equals-ignore-case': 'rUN' } }] } }, true],
    ['suffix', { detail: { eventName: [{ suffix: 'Instances' }] } }, true],
    ['suffix ignoring case', { detail: { eventName: [{ suffix: { 'equals-ignore-case': 'instances' } }] } }, true],
    ['suffix, other', { detail: { eventName: [{ suffix: 'Run' }] } }, false],
    ['prefix of a number', { detail: { count: [{ prefix: '3' }] } }, false],
    ['equals-ignore-case', { source: [{ 'equals-ignore-case': 'AWS.EC2' }] }, true],
    ['equals-ignore-case, other', { source: [{ 'equals-ignore-case': 'AWS.EC' }] }, false],
    ['anything-but', { source: [{ 'anything-but': 'aws.s3' }] }, true],
    ['anything-but, it', { source: [{ 'anything-but': 'aws.ec2' }] }, false],
    ['anything-but list', { source: [{ 'anything-but': ['aws.s3', 'aws.ec2'] }] }, false],
    ['anything-but number', { detail: { count: [{ 'anything-but': [1, 2] }] } }, true],
    ['anything-but prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    ['anything-but prefix list', { source: [{ 'anything-but': { prefix: ['x', 'aws.'] } }] }, false],
    ['anything-but suffix', { source: [{ 'anything-but': { suffix: '.s3' } }] }, true],
    ['anything-but ignoring case', { source: [{ 'anything-but': { 'equals-ignore-case': 'AWS.EC2' } }] }, false],
    ['anything-but wildcard', { source: [{ 'anything-but': { wildcard: 'aws.*2' } }] }, false],
    ['anything-but needs the field', { account: [{ 'anything-but': '1' }] }, false],
    ['exists', { detail: { eventName: [{ exists: true }] } }, true],
    ['exists, absent', { detail: { errorCode: [{ exists: true }] } }, false],
    ['exists false', { detail: { errorCode: [{ exists: false }] } }, true],
    ['exists false, present', { detail: { eventName: [{ exists: false }] } }, false],
    ['exists false below an absent object', { other: { errorCode: [{ exists: false }] } }, true],
    ['exists or a value', { detail: { errorCode: [{ exists: false }, 'Denied'] } }, true],
    ['numeric', { detail: { count: [{ numeric: ['=', 3] }] } }, true],
    ['numeric range', { detail: { count: [{ numeric: ['>', 0, '<=', 3] }] } }, true],
    ['numeric range, above', { detail: { count: [{ numeric: ['>', 0, '<', 3] }] } }, false],
    ['numeric, text', { detail: { eventName: [{ numeric: ['>=', 0] }] } }, false],
    ['wildcard', { detail: { eventName: [{ wildcard: 'R*Inst*' }] } }, true],
    ['wildcard, other', { detail: { eventName: [{ wildcard: 'R*Inst' }] } }, false],
    ['wildcard, a dot is a dot', { source: [{ wildcard: 'aws?ec*' }] }, false],
    ['wildcard, escaped', { detail: { path: [{ wildcard: 'a/*\\*c\\\\d' }] } }, true],
    ['$or', { $or: [{ source: ['aws.s3'] }, { detail: { count: [3] } }] }, true],
    ['$or, none', { $or: [{ source: ['aws.s3'] }, { detail: { count: [4] } }] }, false],
    ['$or and a field', { $or: [{ source: ['aws.ec2'] }], 'detail-type': ['other'] }, false],
    ['$or below', { detail: { $or: [{ count: [4] }, { readOnly: [false] }] } }, true],
  ])('%s', (_name, pattern, expected) => {
    expect(matchesPattern(pattern as Record<string, unknown>, event)).toBe(expected);
  });

  test.each([[{ source: [{ like: 'a' }] }], [{ source: 'aws.ec2' }], [{ detail: { count: [{ numeric: ['~', 1] }] } }]])(
    'refuses %j',
    (pattern) => {
      expect(() => matchesPattern(pattern, event)).toThrow(InvalidPatternError);
    },
  );

  test('an exact pattern made from a flat event matches it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== '$or'),
          fc.oneof(fc.string(), fc.integer(), fc.boolean()),
        ),
        (flat) => {
          const pattern = Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, [value]]));
          expect(matchesPattern(pattern, flat)).toBe(true);
        },
      ),
    );
  });
});
