import type { Proof } from '../../proof/claim';
import { ISSUER } from '../delivery';
import { objectsOf, type Resource, readLandingZone, resourcesOf, type Template, textOf } from '../template';
import { type Origin, ownToken, strangers, type Token } from '../tokens';
import { admits, type TrustPolicy } from '../trust-policy';

/** Offers tokens to the role that pushes images, and reads what the role may do. */
export const prove: Proof = async ({ assembly }) => pushVerdict(readLandingZone(assembly));

/** What a role that pushes to ECR needs. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:DescribeImages',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/**
 * The verdict about a template. The repository and the branch are those that Argo CD follows: whoever may push is whoever
 * may deploy, and nobody else.
 */
export function pushVerdict(template: Template): Awaited<ReturnType<Proof>> {
  const roles = resourcesOf(template, 'AWS::IAM::Role').filter(([, role]) => isFederated(role));
  const origin = originOf(template, roles);
  const others = strangers(origin);
  const problems = [
    ...(roles.length === 1 ? [] : [`${roles.length} roles are for holders of tokens, and not one`]),
    ...roles.flatMap(([id, role]) => trustProblems(template, id, role, origin, others)),
    ...roles.flatMap(([id, role]) => permissionProblems(template, id, role)),
  ];
  return {
    holds: problems.length === 0,
    figures: {
      'tokens of the branch that are let in': roles.length,
      'tokens of others that are refused': others.length,
      'actions that the role may use': roles.flatMap(([id]) => statementsOf(template, id).flatMap(actionsOf)).length,
    },
    notes: problems,
  };
}

const trustOf = ({ Properties }: Resource): TrustPolicy => Properties?.AssumeRolePolicyDocument as TrustPolicy;

const isFederated = (role: Resource): boolean => JSON.stringify(trustOf(role)).includes('WebIdentity');

function trustProblems(template: Template, id: string, role: Resource, origin: Origin, others: readonly Token[]) {
  const providers = providersOf(template, role);
  const judge = ({ issuer, claims }: Token): boolean =>
    (providers.includes(issuer) || providers.includes('*')) && admits(trustOf(role), ISSUER, claims);
  return [
    ...(judge(ownToken(origin)) ? [] : [`${id} does not let ${origin.subject} in`]),
    ...others.filter(judge).map(({ of }) => `${id} lets in: ${of}`),
  ];
}

/** Hosts whose tokens a role takes. */
function providersOf(template: Template, role: Resource): readonly string[] {
  const urls = resourcesOf(template, 'AWS::IAM::OIDCProvider').map(
    ([id, { Properties }]) => [`\${${id}}`, textOf(Properties?.Url).replace('https://', '')] as const,
  );
  return trustOf(role).Statement.flatMap(({ Principal }) => {
    const { Federated = '*' } = (Principal ?? {}) as { readonly Federated?: unknown };
    const arn = textOf(Federated);
    const known = urls.find(([reference]) => arn === reference || arn === `${reference.slice(0, -1)}.Arn}`);
    return known ? known[1] : arn.replace(/^.*:oidc-provider\//, '');
  });
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();

function statementsOf({ Resources }: Template, roleId: string): readonly Statement[] {
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .filter(({ Properties }) => JSON.stringify(Properties?.Roles ?? []).includes(`"${roleId}"`))
    .flatMap(({ Properties = {} }) => (Properties.PolicyDocument as { readonly Statement: Statement[] }).Statement);
}

function permissionProblems(template: Template, id: string, { Properties }: Resource): readonly string[] {
  const repositories = resourcesOf(template, 'AWS::ECR::Repository').map(([name]) => `\${${name}.Arn}`);
  const isPush = ({ Action, Resource }: Statement): boolean =>
    [Action].flat().every((action) => PUSH.includes(action)) && repositories.includes(textOf(Resource));
  const isLogin = ({ Action }: Statement): boolean => textOf(Action) === 'ecr:GetAuthorizationToken';
  return [
    ...(Properties?.ManagedPolicyArns || Properties?.Policies ? [`${id} has further policies`] : []),
    ...statementsOf(template, id)
      .filter((statement) => statement.Effect !== 'Allow' || !(isPush(statement) || isLogin(statement)))
      .map(({ Action, Resource }) => `${id} may ${[Action].flat().join(', ')} on ${textOf(Resource)}`),
    ...resourcesOf(template, 'AWS::ECR::Repository')
      .filter(([, repository]) => repository.Properties?.ImageTagMutability !== 'IMMUTABLE')
      .map(([name]) => `${name} lets a tag change its image`),
  ];
}

/** The one repository and branch of all applications of Argo CD, with the numbers that the role's policy may name. */
function originOf(template: Template, roles: readonly (readonly [string, Resource])[]): Origin {
  const sources = objectsOf(template)
    .filter(({ kind }) => kind === 'Application')
    .map(
      ({ spec }) => (spec as { readonly source: { readonly repoURL: string; readonly targetRevision: string } }).source,
    );
  const [{ repoURL, targetRevision: branch } = { repoURL: '', targetRevision: '' }] = sources;
  const [, owner = '', name = ''] = /github\.com\/([^/]+)\/(.+)\.git$/.exec(repoURL) ?? [];
  if (owner === '' || sources.some((one) => one.repoURL !== repoURL || one.targetRevision !== branch)) {
    throw new Error('Argo CD does not follow one branch of one GitHub repository');
  }
  const trust = JSON.stringify(roles.map(([, role]) => trustOf(role)));
  const numbered = new RegExp(`repo:(${owner}@\\d+/${name}@\\d+):`).exec(trust)?.[1];
  return { owner, name, branch, subject: numbered ?? `${owner}/${name}` };
}
