import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { creationPattern, EVENT_PATTERN_LIMIT, packed, untagPatterns } from '../../../lib/auto-tagging/event-patterns';
import { matchesPattern } from '../../../lib/local/event-pattern';

/** The pattern as EventBridge gets it. */
function rendered(eventPattern: EventPattern): Readonly<Record<string, unknown>> {
  const stack = new Stack();
  new Rule(stack, 'Rule', { eventPattern });
  const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  return rule?.Properties.EventPattern;
}

describe('creationPattern', () => {
  const pattern = rendered(creationPattern(['tagger', 'member']));
  const call = (detail: object, envelope: object = {}) => ({
    source: 'aws.sqs',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: { eventName: 'CreateQueue', readOnly: false, ...detail },
    ...envelope,
  });
  const by = (userName: string) => ({ userIdentity: { sessionContext: { sessionIssuer: { userName } } } });

  test.each<[string, object]>([
    ['a creating call', call({})],
    ['a call that runs something', call({ eventName: 'RunInstances' })],
    ['a call by a role', call(by('developer'))],
    ['a call by a user', call({ userIdentity: { type: 'IAMUser', userName: 'jane' } })],
    ['a record that does not say whether it reads', call({ readOnly: undefined })],
    [
      'what a service finished later',
      call({ eventName: 'CreateAccountResult' }, { 'detail-type': 'AWS Service Event via CloudTrail' }),
    ],
    ['a sample, which cannot have a source of AWS', call({}, { source: 'takehome.auto-tagging' })],
  ])('matches %s', (_, event) => {
    expect(matchesPattern(pattern, JSON.parse(JSON.stringify(event)))).toBe(true);
  });

  test.each<[string, object]>([
    ['a call that failed', call({ errorCode: 'AccessDenied' })],
    ['a call that reads', call({ readOnly: true })],
    ['a call that deletes', call({ eventName: 'DeleteQueue' })],
    ['a call that tags', call({ eventName: 'TagResource' })],
    ["the tagger's own CreateTags", call({ eventName: 'CreateTags', ...by('tagger') })],
    ["the tagger's own CreateTags in a member account", call({ eventName: 'CreateTags', ...by('member') })],
    ['an event of somebody else', call({}, { source: 'com.example' })],
    ["the tagger's own finding", call({}, { source: 'takehome.auto-tagging', 'detail-type': 'ResourceTagged' })],
    ['another event of the service', call({}, { 'detail-type': 'Tag Change on Resource' })],
  ])('does not match %s', (_, event) => {
    expect(matchesPattern(pattern, event)).toBe(false);
  });

  test('stays below the limit of a pattern', () => {
    expect(JSON.stringify(rendered(creationPattern(['x'.repeat(64), 'y'.repeat(64)]))).length).toBeLessThan(
      EVENT_PATTERN_LIMIT,
    );
  });
});

describe('untagPatterns', () => {
  const change = (changed: readonly string[], tags: object) => ({
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    detail: { 'changed-tag-keys': changed, service: 'ec2', tags },
  });

  describe.each([[['owner', 'cost-center']], [['owner']]])('for %j', (keys) => {
    const [pattern] = untagPatterns(keys).map(rendered);

    test.each<[string, boolean, object]>([
      ['a required tag was removed', true, change(['owner'], { other: 'x' })],
      ['the last tag was removed', true, change(['owner', 'other'], {})],
      ['a required tag was changed', false, change(['owner'], { owner: 'jane' })],
      ['another tag was removed', false, change(['other'], { owner: 'jane' })],
      ['another tag was removed where a required one never was', false, change(['other'], {})],
    ])('%s: %s', (_, expected, event) => {
      expect(matchesPattern(pattern ?? {}, event)).toBe(expected);
    });
  });

  test('spreads 50 keys of 128 characters over patterns within the limit', () => {
    const keys = Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(128, 'x'));
    const patterns = untagPatterns(keys).map(rendered);
    expect(Math.max(...patterns.map((pattern) => JSON.stringify(pattern).length))).toBeLessThanOrEqual(
      EVENT_PATTERN_LIMIT,
    );
    for (const key of keys) {
      expect(patterns.filter((pattern) => matchesPattern(pattern, change([key], {})))).toHaveLength(1);
    }
  });
});

describe('packed', () => {
  test.each<[readonly string[], number, readonly (readonly string[])[]]>([
    [[], 10, []],
    [['a'], 1, [['a']]],
    [['a', 'b', 'c'], 9, [['a', 'b'], ['c']]],
    [['a', 'b', 'c'], 13, [['a', 'b', 'c']]],
  ])('puts %j into groups of %i characters', (items, limit, groups) => {
    expect(packed(items, limit)).toEqual(groups);
  });
});
