import { consoleLink, runbookLink } from '../../../../lambda/auto-tagging/notification/console-link';

describe('consoleLink', () => {
  it.each([
    ['arn:aws:s3:::a-bucket', 'https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3As3%3A%3A%3Aa-bucket'],
    [
      'arn:aws:sqs:eu-west-1:111122223333:a|b>',
      'https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3Asqs%3Aeu-west-1%3A111122223333%3Aa%7Cb%3E',
    ],
  ])('links %s', (arn, expected) => {
    expect(consoleLink(arn)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    'https://evil.example',
    'arn:aws-cn:s3:::b',
    'arn:aws:s3:::a b',
    'arn:aws:s3:::\ud800',
    `arn:aws:s3:::${'b'.repeat(1000)}`,
  ])('does not link %j', (arn) => {
    expect(consoleLink(arn)).toBeUndefined();
  });
});

describe('runbookLink', () => {
  it.each([
    ['See https://example.com/runbook#dead-letters.', 'https://example.com/runbook#dead-letters'],
    ['https://example.com/a|b', 'https://example.com/a'],
    ['http://example.com', undefined],
    ['', undefined],
  ])('finds in %j', (description, expected) => {
    expect(runbookLink(description)).toBe(expected);
  });
});
