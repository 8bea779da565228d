import { type AutoTaggingConfig, InvalidConfigError, validateConfig } from '../../lib/config';
import { sandboxConfig } from '../../sandbox.config';
import { configWith, fullConfig } from '../configs';

const forwarder = { centralAccount: '111122223333', centralRegion: 'eu-west-1', memberAccounts: ['444455556666'] };
const problemsOf = (changes: object): readonly string[] => {
  try {
    validateConfig(configWith(changes as Partial<AutoTaggingConfig>));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return error.message.split('\n').slice(1);
  }
};

describe('validateConfig', () => {
  test.each([
    ['as it is checked in', sandboxConfig],
    ['with everything switched on', fullConfig],
  ])('returns the config %s', (_, config) => {
    expect(validateConfig(config)).toBe(config);
  });

  test('lists the problems of every exercise', () => {
    const overlappingCidr = { consumer: { account: '1', region: 'eu-west-1' } };
    expect(() => validateConfig({ ...configWith({ gracePeriod: -1 }), overlappingCidr })).toThrow(
      /autoTagging\.gracePeriod: .*\noverlappingCidr\.consumer\.account: 12 digits, got: "1"/,
    );
  });

  test.each<[object, string]>([
    [{ gracePeriod: -1 }, 'gracePeriod: whole seconds, 0 to 900, got: -1'],
    [{ gracePeriod: 901 }, 'gracePeriod: whole seconds, 0 to 900, got: 901'],
    [{ gracePeriod: 1.5 }, 'gracePeriod: whole seconds, 0 to 900, got: 1.5'],
    [{ notificationWindow: 0 }, 'notificationWindow: whole seconds, 1 to 300, got: 0'],
    [{ notificationWindow: 301 }, 'notificationWindow: whole seconds, 1 to 300, got: 301'],
    [{ slackUrl: 'elsewhere' }, `slackUrl: 'stack-parameter', { secretName } or { parameterName }, got: "elsewhere"`],
    [
      { slackUrl: { secretName: 'a b' } },
      'slackUrl.secretName: 1 to 512 characters of letters, digits and /_+=.@-, got: "a b"',
    ],
    [
      { slackUrl: { parameterName: '' } },
      'slackUrl.parameterName: 1 to 1,011 characters of letters, digits and /_.-, got: ""',
    ],
    [{ sweepViewArn: 'view' }, 'sweepViewArn: ARN of a Resource Explorer view, got: "view"'],
    [
      { sweep: false, sweepViewArn: fullConfig.autoTagging.sweepViewArn },
      'sweep: true where sweepViewArn is given, got: false',
    ],
    [{ alarmEmail: 'nobody' }, 'alarmEmail: an e-mail address, got: "nobody"'],
    [{ forwarder: { ...forwarder, centralAccount: '1' } }, 'forwarder.centralAccount: 12 digits, got: "1"'],
    [{ forwarder: { ...forwarder, centralRegion: 'here' } }, 'forwarder.centralRegion: a Region, got: "here"'],
    [{ forwarder: { ...forwarder, memberAccounts: ['1'] } }, 'forwarder.memberAccounts: 12 digits each, got: ["1"]'],
    [
      { forwarder: { ...forwarder, memberAccounts: ['111122223333'] } },
      'forwarder.memberAccounts: different accounts other than the central one, got: ["111122223333"]',
    ],
    [
      {
        forwarder: {
          ...forwarder,
          memberAccounts: Array.from({ length: 51 }, (_, index) => `${100_000_000_000 + index}`),
        },
      },
      'forwarder.memberAccounts: at most 50, got: 51',
    ],
    [{ tagPolicy: { required: [] } }, 'tagPolicy.required: 1 to 50 tags, got: 0'],
  ])('refuses %j', (changes, problem) => {
    expect(problemsOf(changes)).toEqual([`autoTagging.${problem}`]);
  });

  test('lists every problem at once', () => {
    expect(problemsOf({ gracePeriod: -1, notificationWindow: 0 })).toHaveLength(2);
  });

  test.each<object>([
    { slackUrl: 'https://hooks.slack.com/services/T0/B0/secret' },
    { slackUrl: { secretName: 'https://hooks.slack.com/services/T0/B0/secret' } },
    { slackUrl: { parameterName: 'https://hooks.slack.com/services/T0/B0/secret?' } },
  ])('does not repeat a URL that was put where its place belongs', (changes) => {
    expect(problemsOf(changes).join()).toMatch(/got: "a URL"$/);
    expect(problemsOf(changes).join()).not.toContain('secret/');
    expect(problemsOf(changes).join()).not.toContain('hooks');
  });
});
