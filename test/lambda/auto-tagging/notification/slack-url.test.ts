import {
  InvalidSlackUrlError,
  parseSlackUrl,
  SlackUrl,
  SlackUrlUnavailableError,
} from '../../../../lambda/auto-tagging/notification/slack-url';
import { Loopback } from './loopback';

describe('parseSlackUrl', () => {
  it.each([
    ['https://hooks.slack.com/services/T/B/x', 'https://hooks.slack.com/services/T/B/x'],
    [' https://hooks.slack.com/x\n', 'https://hooks.slack.com/x'],
    ['{"url":"https://hooks.slack.com/x"}', 'https://hooks.slack.com/x'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['http://localhost/x', 'http://localhost/x'],
    ['http://[::1]:1/x', 'http://[::1]:1/x'],
  ])('accepts %j', (secret, expected) => {
    expect(parseSlackUrl(secret)).toBe(expected);
  });

  it.each([
    'http://hooks.slack.com/verysecret',
    'http://localhost.verysecret/',
    'http://127.0.0.1@verysecret/',
    'https://user:verysecret@hooks.slack.com/',
    'ftp://verysecret/',
    'javascript:verysecret',
    'verysecret',
    '{"url":"http://verysecret"}',
    '{"url":1,"verysecret":2}',
    '{"verysecret',
    '',
  ])('refuses %j without repeating it', (secret) => {
    let error: unknown;
    try {
      parseSlackUrl(secret);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidSlackUrlError);
    expect(error instanceof Error && `${error.message}${error.stack}`).not.toMatch(/verysecret|hooks\.slack/u);
    expect(error).not.toHaveProperty('cause');
  });
});

describe('SlackUrl', () => {
  let asked: { readonly target: string; readonly input: unknown }[] = [];
  let answer = { status: 200, json: {} as unknown };
  let aws: Loopback;

  beforeAll(async () => {
    aws = await Loopback.start(({ headers }, body, response) => {
      asked.push({ target: String(headers['x-amz-target']), input: JSON.parse(body) });
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.json));
    });
    process.env.AWS_ENDPOINT_URL = aws.url;
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await aws.stop();
  });

  it.each([
    [
      'secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:slack-AbCdEf',
      { SecretString: 'https://example.com/x' },
      'secretsmanager.GetSecretValue',
      { SecretId: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:slack-AbCdEf' },
    ],
    [
      'ssm:/slack/url',
      { Parameter: { Value: 'https://example.com/x' } },
      'AmazonSSM.GetParameter',
      { Name: '/slack/url', WithDecryption: true },
    ],
  ])('reads %s once', async (source, json, target, input) => {
    answer = { status: 200, json };
    const slackUrl = new SlackUrl(source);
    expect([await slackUrl.get(), await slackUrl.get()]).toEqual(Array(2).fill('https://example.com/x'));
    expect(asked).toEqual([{ target, input }]);
    await slackUrl.reread();
    expect(asked).toHaveLength(2);
  });

  it('says what AWS answered', async () => {
    answer = { status: 400, json: { __type: 'ResourceNotFoundException', message: 'no such secret' } };
    const reading = new SlackUrl('secretsmanager:none').get();
    await expect(reading).rejects.toThrow(new SlackUrlUnavailableError('AWS answered ResourceNotFoundException'));
  });

  it.each(['', 'env:SLACK_URL', 'https://verysecret'])('refuses the source %j', async (source) => {
    const error: unknown = await new SlackUrl(source).get().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidSlackUrlError);
    expect(String(error)).not.toContain('verysecret');
  });
});
