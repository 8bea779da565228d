import type { CloudTrailEvent } from './event';

/** Who made a call. */
export interface Creator {
  /** The person, as a valid tag value; the role where no person can be told; `unknown` where nothing can. */
  readonly owner: string;
  /** ARN of the identity that made the call, or empty. */
  readonly arn: string;
  /** Name of the role or user that made the call, or empty. */
  readonly role: string;
  /** The tool that made the call, such as `Terraform` or `console`; empty for a plain SDK or CLI. */
  readonly tool: string;
}

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const text = (value: unknown): string => (typeof value === 'string' && /[\p{L}\p{N}]/u.test(value) ? value : '');

/** Session names that programs choose. */
const machineMade: readonly RegExp[] = [
  /^\d+$/,
  /^i-[0-9a-f]{8,}$/,
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  /^(?:botocore-session|aws-go-sdk|aws-sdk|aws-cli-session|awscli-session|terraform|pulumi|session|tempsession)[-_]?\d*$/i,
  /^(?:AWS(?:CloudFormation|-SSO|CodePipeline|CodeBuild|Lambda|Backup)|AutoScaling|SLRManagement|GitHubActions|GitLab-?CI|jenkins|aws-cdk-.*|cdk-.*)$/i,
  /^(?:AWSCodeBuild|AWSCloudFormation|ecs|eks|StackSet|AWSBackup)-[0-9a-f-]{8,}$/i,
  /^[0-9a-f]{32}$/,
];

/** Tools by what they write into the user agent; the first that fits. */
const byUserAgent: readonly (readonly [RegExp, string])[] = [
  [/terraform|opentofu/i, 'Terraform'],
  [/pulumi/i, 'Pulumi'],
  [/aws-?cdk/i, 'CDK'],
  [/^cloudformation\.amazonaws\.com/i, 'CloudFormation'],
  [/crossplane/i, 'Crossplane'],
  [/^ansible|ansible\//i, 'Ansible'],
  [
    /^\[?(?:Mozilla\/|S3Console\/|AWS-?Console)|\.?console\.(?:[\w-]+\.)*amazon(?:aws)?\.com|^signin\.amazonaws\.com/i,
    'console',
  ],
];

const infrastructureAsCode: ReadonlySet<string> = new Set([
  'CloudFormation',
  'CDK',
  'Terraform',
  'Pulumi',
  'Crossplane',
  'Ansible',
]);

/** Whether resources of the tool are described in code, which a tag added behind its back would contradict. */
export function isInfrastructureAsCode(tool: string): boolean {
  return infrastructureAsCode.has(tool);
}

/**
 * Who made the call, for every type of identity that CloudTrail knows.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function creatorOf(event: CloudTrailEvent): Creator {
  const identity = event.userIdentity;
  const arn = text(identity.arn);
  const session = fields(identity.sessionContext);
  const issuer = text(fields(session.sessionIssuer).userName);
  const [kind = '', first = '', ...rest] = (arn.split(':')[5] ?? '').split('/');
  const assumed = kind === 'assumed-role';
  const role = issuer || (assumed ? first : kind === 'user' ? (rest.at(-1) ?? first) : '') || text(identity.userName);
  const sessionName = assumed ? (rest.at(-1) ?? '') : sessionOf(identity);
  const owner = ownerOf(identity, { role, sessionName, source: text(session.sourceIdentity), assumed, kind, first });
  return { owner: tagValue(owner) || 'unknown', arn, role, tool: toolOf(event, sessionName, role) };
}

/** The session name of an assumed role without an ARN: the principal id ends in it. */
function sessionOf(identity: Fields): string {
  return identity.type === 'AssumedRole' ? (text(identity.principalId).split(':')[1] ?? '') : '';
}

interface Names {
  readonly role: string;
  readonly sessionName: string;
  readonly source: string;
  readonly assumed: boolean;
  readonly kind: string;
  readonly first: string;
}

function ownerOf(identity: Fields, { role, sessionName, source, assumed, kind, first }: Names): string {
  const userName = text(identity.userName);
  switch (identity.type) {
    case 'Root':
      return 'root';
    case 'AWSService':
    case 'AWSAccount':
      return text(identity.invokedBy) || text(identity.accountId);
    case 'IdentityCenterUser':
      return text(fields(identity.onBehalfOf).userId) || userName || text(identity.principalId);
    case 'FederatedUser':
      return (kind === 'federated-user' ? first : '') || text(identity.principalId).split(':')[1] || role;
    case 'SAMLUser':
    case 'WebIdentityUser':
      return userName || text(identity.principalId).split(':').at(-1) || '';
  }
  if (assumed || identity.type === 'AssumedRole') {
    // A source identity is set by whoever let the person in, and survives role chaining.
    if (source !== '') return source;
    return sessionName === '' || machineMade.some((pattern) => pattern.test(sessionName))
      ? role || sessionName
      : sessionName;
  }
  const principal = text(identity.principalId);
  return userName || role || text(identity.invokedBy) || (/^\d+$/.test(principal) ? '' : principal);
}

function toolOf(event: CloudTrailEvent, sessionName: string, role: string): string {
  const { userAgent } = event;
  const invokedBy = text(event.userIdentity.invokedBy);
  // CDK deploys through CloudFormation: only the roles of its bootstrap stack tell.
  if (/(?:^|-)cdk-[a-z0-9]+-(?:cfn-exec|deploy)-role/i.test(role) || /^aws-cdk-/i.test(sessionName)) return 'CDK';
  if (/^cloudformation\./.test(invokedBy) || sessionName === 'AWSCloudFormation') return 'CloudFormation';
  const named = byUserAgent.find(([pattern]) => pattern.test(userAgent));
  if (named) return named[1];
  if (/^terraform\b/i.test(sessionName)) return 'Terraform';
  if (/^pulumi\b/i.test(sessionName)) return 'Pulumi';
  return /^signin\./.test(invokedBy) ? 'console' : '';
}

/**
 * A text as the value of a tag: characters that tags do not take become a hyphen, and 256 characters remain.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
function tagValue(value: string): string {
  return [...value.replace(/[^\p{L}\p{N}\s_.:/=+\-@]/gu, '-').replace(/\s/gu, ' ')].slice(0, 256).join('').trim();
}
