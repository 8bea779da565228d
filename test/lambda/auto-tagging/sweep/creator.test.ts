import { creatingEvent, lookupNames } from '../../../../lambda/auto-tagging/sweep/creator';

describe('lookupNames', () => {
  it.each([
    ['arn:aws:ec2:eu-west-1:1:instance/i-0abc', ['i-0abc']],
    ['arn:aws:s3:::bucket', ['bucket']],
    ['arn:aws:lambda:eu-west-1:1:function:f', ['f']],
    ['arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/f', ['/aws/lambda/f', 'f']],
    ['arn:aws:ecs:eu-west-1:1:service/cluster/web', ['cluster/web', 'web']],
  ])('of %s', (arn, names) => {
    expect(lookupNames(arn)).toEqual([names[0], arn, ...names.slice(1)]);
  });
});

describe('creatingEvent', () => {
  const volume = {
    arn: 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1',
    resourceType: 'ec2:volume',
    accountId: '111122223333',
    region: 'eu-west-1',
  };
  const event = (eventName: string, day: number, more = {}) => ({
    eventName,
    eventSource: 'ec2.amazonaws.com',
    eventTime: `2026-01-0${day}T00:00:00Z`,
    ...more,
  });

  it.each([
    ['the creation among later events', [event('AttachVolume', 3), event('CreateVolume', 1)], 'CreateVolume'],
    ['no creation of something else from it', [event('CreateSnapshot', 2), event('CreateTags', 1)], undefined],
    ['no failed creation', [event('CreateVolume', 1, { errorCode: 'AccessDenied' })], undefined],
    ['no read-only call', [event('CreateVolume', 1, { readOnly: true })], undefined],
    [
      'no event of another service',
      [event('CreateVolume', 1, { eventSource: 'storagegateway.amazonaws.com' })],
      undefined,
    ],
    [
      'an event of another service that names the ARN',
      [event('CreateVolume', 1, { eventSource: 'x.amazonaws.com', resources: [{ ARN: volume.arn }] })],
      'CreateVolume',
    ],
    ['nothing', [], undefined],
  ])('finds %s', (_, records, expected) => {
    expect(creatingEvent(volume, records)?.eventName).toBe(expected);
  });

  it('takes the first of several, and a sure creation before a doubtful one', () => {
    const rule = { ...volume, arn: 'arn:aws:events:eu-west-1:111122223333:rule/r', resourceType: 'events:rule' };
    const of = (name: string, day: number) => event(name, day, { eventSource: 'events.amazonaws.com' });
    expect(creatingEvent(rule, [of('PutRule', 4), of('PutRule', 2)])?.eventTime).toBe('2026-01-02T00:00:00Z');
    expect(creatingEvent(rule, [of('PutRule', 1), of('CreateRule', 2)])?.eventName).toBe('CreateRule');
  });

  it('does not hold a start for a creation', () => {
    const instance = { ...volume, resourceType: 'ec2:instance' };
    expect(creatingEvent(instance, [event('StartInstances', 1)])).toBeUndefined();
    expect(creatingEvent(instance, [event('RunInstances', 1)])).toBeDefined();
  });
});
