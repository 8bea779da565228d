import { type KubernetesObject, objectsOf, resourcesOf, type Template, textOf } from './template';

/** Everything in which a secret could stand in clear. */
export interface SecretSources {
  readonly template: Template;
  /** What Argo CD applies, by path. */
  readonly manifests: readonly { readonly path: string; readonly object: KubernetesObject }[];
  /** Files as they are. */
  readonly texts: readonly { readonly path: string; readonly text: string }[];
}

/** What a secret looks like, whoever's it is. */
const LOOKS: readonly (readonly [string, RegExp])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  ['an access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a secret access key', /aws_?secret_?access_?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}/i],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,})/],
  // CloudFormation puts the value in its place, where whoever describes the resource reads it.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
  ['a secret that CloudFormation resolves', /\{\{resolve:(?:secretsmanager|ssm-secure):/],
];

/** Names of what should be a file and not a value. */
const SECRET_NAME = /token|secret|password|passwd|credential|api_?key|access_?key|private_?key/i;

/**
 * Secrets that somebody who reads a template, a manifest or a file would see, one line each.
 *
 * @returns empty when there are none
 */
export function clearSecrets({ template, manifests, texts }: SecretSources): readonly string[] {
  const applied = objectsOf(template).map((object) => ({ path: 'template', object }));
  return [
    ...templateProblems(template),
    ...[...applied, ...manifests].flatMap(({ path, object }) => objectProblems(path, object)),
    ...[...texts, { path: 'template', text: JSON.stringify(template) }].flatMap(textProblems),
  ];
}

function templateProblems(template: Template): readonly string[] {
  const { Outputs = {} } = template;
  const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret');
  return [
    ...['AWS::IAM::AccessKey', 'AWS::IAM::User'].flatMap((type) =>
      resourcesOf(template, type).map(([id]) => `${id}: a ${type}, which has a key that does not expire`),
    ),
    ...secrets
      .filter(([, { Properties }]) => Properties?.SecretString !== undefined || !Properties?.GenerateSecretString)
      .map(([id]) => `${id}: its value is in the template`),
    ...secrets.filter(([, { Properties }]) => !Properties?.KmsKeyId).map(([id]) => `${id}: no key of the account`),
    ...resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) =>
      variableProblems(id, (Properties?.Environment as { readonly Variables?: Variables } | undefined)?.Variables),
    ),
    ...resourcesOf(template, 'AWS::EKS::Addon')
      .filter(([, { Properties }]) => /"syncSecret":\{"enabled":true/.test(textOf(Properties?.ConfigurationValues)))
      .map(([id]) => `${id}: copies secrets into Kubernetes Secrets`),
    ...Object.entries(Outputs)
      .filter(([id]) => SECRET_NAME.test(id))
      .map(([id]) => `${id}: an output, which everybody reads`),
    ...resourcesOf(template, 'AWS::EKS::Cluster')
      .filter(([, { Properties }]) => !JSON.stringify(Properties?.EncryptionConfig ?? '').includes('KeyArn'))
      .map(([id]) => `${id}: encrypts with a key that is not the account's`),
  ];
}

type Variables = Readonly<Record<string, unknown>>;

function variableProblems(id: string, variables: Variables = {}): readonly string[] {
  return Object.entries(variables)
    .filter(([name, value]) => SECRET_NAME.test(name) && !isPlace(value))
    .map(([name]) => `${id}: the variable ${name} has a value`);
}

/** A path or an ARN says where a secret is, and not what. */
const isPlace = (value: unknown): boolean => typeof value !== 'string' || /^(\/|arn:)/.test(value);

function objectProblems(path: string, object: KubernetesObject): readonly string[] {
  const where = `${path}: ${object.kind} ${object.metadata?.name ?? ''}`.trim();
  const problems: string[] = [];
  if (object.kind === 'Secret') problems.push(`${where}: base64, which everybody reads who may read the object`);
  if (object.kind === 'Kustomization' && 'secretGenerator' in object) problems.push(`${where}: generates a Secret`);
  if (object.kind === 'ConfigMap') problems.push(...variableProblems(where, object.data as Variables));
  visit(object, (key, value) => {
    if (key === 'secretObjects') problems.push(`${where}: is copied into a Kubernetes Secret`);
    if (key === 'secretKeyRef' || key === 'secretRef') problems.push(`${where}: a Secret in an environment variable`);
    if (key === 'env' && Array.isArray(value)) {
      const variables = value as readonly { readonly name: string; readonly value?: unknown }[];
      const named = Object.fromEntries(variables.map((variable) => [variable.name, variable.value]));
      problems.push(...variableProblems(where, named));
    }
  });
  return problems;
}

function visit(value: unknown, see: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    see(key, child);
    visit(child, see);
  }
}

function textProblems({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const looks = LOOKS.filter(([, look]) => look.test(text)).map(([what]) => `${path}: ${what}`);
  const isWorkflow = path.includes('.github/workflows/');
  return isWorkflow && /\$\{\{\s*secrets\.|aws-access-key-id/.test(text) ? [...looks, `${path}: uses a secret`] : looks;
}
