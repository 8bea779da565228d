import { DEFAULT_QUIET_HOURS, type MassMessagingConfig, problems } from '../../../lib/mass-messaging/config';
import { config } from './assembly';

describe('problems', () => {
  test.each<[string, MassMessagingConfig]>([
    ['the rate of the task', config],
    ['the other transport', { ...config, transport: 'kinesis' }],
    ['everything that may be given', { ...config, quietHours: DEFAULT_QUIET_HOURS, alarmEmail: 'a@example.com' }],
  ])('finds nothing in %s', (_, valid) => {
    expect(problems(valid)).toEqual([]);
  });

  const { provider } = config;
  test.each<[Partial<Record<keyof MassMessagingConfig, unknown>>, string]>([
    [{ transport: 'kafka' }, `transport: 'kinesis' or 'sqs', got: "kafka"`],
    [{ messagesPerMinute: 0 }, 'messagesPerMinute: a whole number, 1 to 10,000,000, got: 0'],
    [{ messagesPerMinute: 1.5 }, 'messagesPerMinute: a whole number, 1 to 10,000,000, got: 1.5'],
    [{ recipientsPerRecord: 101 }, 'recipientsPerRecord: a whole number, 1 to 100, got: 101'],
    [{ recipientsPerRecord: 0 }, 'recipientsPerRecord: a whole number, 1 to 100, got: 0'],
    [
      { provider: { ...provider, url: 'http://messages.example.com' } },
      'provider.url: a URL by HTTPS without query and slash at its end, got: "http://messages.example.com"',
    ],
    [
      { provider: { ...provider, url: 'https://messages.example.com/' } },
      'provider.url: a URL by HTTPS without query and slash at its end, got: "https://messages.example.com/"',
    ],
    [{ provider: { ...provider, requestsPerSecond: 0 } }, 'provider.requestsPerSecond: greater than 0, got: 0'],
    [{ quietHours: { from: '25:00', to: '08:00' } }, 'quietHours.from: a time such as 21:00, got: "25:00"'],
    [{ quietHours: { from: '21:00', to: '8:00' } }, 'quietHours.to: a time such as 08:00, got: "8:00"'],
    [{ quietHours: { from: '21:00', to: '21:00' } }, 'quietHours.to: another time than from, got: "21:00"'],
    [{ alarmEmail: 'nobody' }, 'alarmEmail: an e-mail address, got: "nobody"'],
  ])('finds it in %j', (changes, problem) => {
    expect(problems({ ...config, ...changes } as MassMessagingConfig)).toEqual([problem]);
  });

  test('does not show what may be the key itself in the place of its name', () => {
    const secretName = 'sk live 0123456789';
    const found = problems({ ...config, provider: { ...provider, secretName } });
    expect(found).toHaveLength(1);
    expect(found.join()).toContain('provider.secretName');
    expect(found.join()).not.toContain(secretName);
  });

  test('finds a rate that the provider does not allow', () => {
    const found = problems({ ...config, provider: { ...provider, requestsPerSecond: 1_000 } });
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).toMatch(/equestsPerSecond: .+, got: /);
  });
});
