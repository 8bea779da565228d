/** Where a statement may be looked up: the makers of what is stated, and public code. */
export const sources: readonly string[] = [
  'aws.amazon.com',
  'console.aws.amazon.com',
  'docs.aws.amazon.com',
  'docs.slack.dev',
  'github.com',
  'kubernetes.io',
  'slack-status.com',
  'www.npmjs.com',
];
