import fc from 'fast-check';
import { creatorOf, isInfrastructureAsCode } from '../../../../lambda/auto-tagging/cloudtrail/identity';
import { parseEvent } from '../../../../lambda/auto-tagging/cloudtrail/parse';

const A = '111122223333';
const of = (userIdentity: unknown, userAgent = '') =>
  creatorOf(parseEvent({ eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', userIdentity, userAgent }));
const assumed = (session: string, role = 'Developer', more: object = {}) => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${session}`,
  arn: `arn:aws:sts::${A}:assumed-role/${role}/${session}`,
  sessionContext: { sessionIssuer: { type: 'Role', userName: role } },
  ...more,
});

describe('creatorOf', () => {
  it.each<[string, unknown, string, string]>([
    ['an IAM user', { type: 'IAMUser', userName: 'mira', arn: `arn:aws:iam::${A}:user/dev/mira` }, 'mira', 'mira'],
    ['an IAM user without a name', { type: 'IAMUser', arn: `arn:aws:iam::${A}:user/dev/mira` }, 'mira', 'mira'],
    ['an assumed role', assumed('mira.holt@example.com'), 'mira.holt@example.com', 'Developer'],
    ['an assumed role without an ARN', { type: 'AssumedRole', principalId: 'AROAEXAMPLE:mira' }, 'mira', ''],
    ['a source identity', assumed('ci', 'Deploy', { sessionContext: { sourceIdentity: 'mira' } }), 'mira', 'Deploy'],
    ['the root user', { type: 'Root', arn: `arn:aws:iam::${A}:root` }, 'root', ''],
    [
      'a federated user',
      { type: 'FederatedUser', arn: `arn:aws:sts::${A}:federated-user/mira`, principalId: `${A}:mira` },
      'mira',
      '',
    ],
    [
      'an Identity Center user',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: '93d0-mira' }, credentialId: 'x' },
      '93d0-mira',
      '',
    ],
    ['a SAML user', { type: 'SAMLUser', principalId: 'idp:mira', userName: 'mira' }, 'mira', 'mira'],
    ['a web identity user', { type: 'WebIdentityUser', principalId: 'accounts.example:app:mira' }, 'mira', ''],
    ['a service', { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, 'autoscaling.amazonaws.com', ''],
    ['another account', { type: 'AWSAccount', accountId: '444455556666' }, '444455556666', ''],
    ['nothing', {}, 'unknown', ''],
    ['no identity', null, 'unknown', ''],
  ])('names the owner of %s', (_, identity, owner, role) => {
    expect(of(identity)).toMatchObject({ owner, role });
  });

  it.each([
    'AWSCloudFormation',
    'i-0abc1111222233334',
    'botocore-session-1719300000',
    'aws-go-sdk-1719300000000000000',
    '1719300000000000000',
    'terraform-1719300000',
    'AutoScaling',
    '10000000-0000-4000-8000-000000000001',
  ])('takes the role for the session %s, which no person chose', (session) => {
    expect(of(assumed(session, 'Pipeline')).owner).toBe('Pipeline');
  });

  it.each<[string, unknown, string, string]>([
    [
      'CloudFormation by invokedBy',
      assumed('mira', 'Developer', { invokedBy: 'cloudformation.amazonaws.com' }),
      '',
      'CloudFormation',
    ],
    ['CloudFormation by session', assumed('AWSCloudFormation', 'stack-role'), '', 'CloudFormation'],
    [
      'CDK by its bootstrap role',
      assumed('AWSCloudFormation', `cdk-hnb659fds-cfn-exec-role-${A}-eu-west-1`),
      '',
      'CDK',
    ],
    ['CDK by session', assumed('aws-cdk-mira', 'Developer'), '', 'CDK'],
    ['Terraform', assumed('mira'), 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io)', 'Terraform'],
    ['OpenTofu', assumed('mira'), 'OpenTofu/1.8.0 aws-sdk-go-v2/1.30', 'Terraform'],
    ['Terraform by session', assumed('terraform-apply'), '', 'Terraform'],
    ['Pulumi', assumed('mira'), 'APN/1.0 Pulumi/1.0 PulumiAWS/6', 'Pulumi'],
    ['the console by browser', assumed('mira'), 'Mozilla/5.0 (X11; Linux x86_64)', 'console'],
    ['the console by name', assumed('mira'), 'console.ec2.amazonaws.com', 'console'],
    ['the console of a Region', assumed('mira'), 'eu-west-1.console.aws.amazon.com', 'console'],
    ['the S3 console', assumed('mira'), '[S3Console/0.4]', 'console'],
    ['the command line', assumed('mira'), 'aws-cli/2.31.0', ''],
  ])('knows the tool: %s', (_, identity, agent, tool) => {
    expect(of(identity, agent).tool).toBe(tool);
  });

  it('always gives a valid tag value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom('IAMUser', 'AssumedRole', 'SAMLUser'),
        (name, type) => {
          const { owner } = of({ type, userName: name, principalId: `A:${name}` });
          expect(owner).toMatch(/^[\p{L}\p{N} _.:/=+\-@]{1,256}$/u);
          expect(owner.length).toBeLessThanOrEqual(256);
        },
      ),
    );
  });
});

describe('isInfrastructureAsCode', () => {
  it.each([
    ['CloudFormation', true],
    ['CDK', true],
    ['Terraform', true],
    ['Pulumi', true],
    ['console', false],
    ['', false],
  ])('%s: %s', (tool, expected) => {
    expect(isInfrastructureAsCode(tool)).toBe(expected);
  });
});
