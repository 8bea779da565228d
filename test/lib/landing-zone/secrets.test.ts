import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearSecrets, type SecretSources } from '../../../lib/landing-zone/clear-secrets';
import { prove, readSources } from '../../../lib/landing-zone/proofs/no-secret-in-clear';
import { synthesizeLandingZone } from '../../../lib/landing-zone/synthesize';
import { type KubernetesObject, objectsOf, resourcesOf, textOf } from '../../../lib/landing-zone/template';
import { withEach, withResource } from './assembly';

const assembly = mkdtempSync(join(tmpdir(), 'landing-zone-secrets-'));
synthesizeLandingZone({}, assembly);
const sources = readSources(assembly);
afterAll(() => rmSync(assembly, { recursive: true }));

describe('the template', () => {
  test('has a secret for each environment, made up by Secrets Manager, rotated, under the key of the account', () => {
    const secrets = resourcesOf(sources.template, 'AWS::SecretsManager::Secret');
    const rotated = resourcesOf(sources.template, 'AWS::SecretsManager::RotationSchedule').map(([, { Properties }]) =>
      textOf(Properties?.SecretId),
    );
    expect(rotated.sort()).toEqual(secrets.map(([id]) => `\${${id}}`).sort());
    expect(secrets).toHaveLength(2);
  });

  test('lets the pods of an environment read its own secret only', () => {
    const policies = resourcesOf(sources.template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
      /^(Staging|Production)Role/.test(textOf([Properties?.Roles].flat()[0]).slice(2)),
    );
    expect(policies).toHaveLength(2);
    for (const [id, { Properties = {} }] of policies) {
      const environment = id.startsWith('Staging') ? 'Staging' : 'Production';
      const { Statement } = Properties.PolicyDocument as {
        readonly Statement: readonly { readonly Resource: unknown }[];
      };
      const resources = Statement.map(({ Resource }) => textOf(Resource));
      expect(resources).toHaveLength(2);
      expect(resources.filter((text) => !text.startsWith(`\${${environment}`))).toEqual([]);
    }
  });

  test('mounts by the identity of the pod', () => {
    const classes = objectsOf(sources.template).filter(({ kind }) => kind === 'SecretProviderClass');
    expect(classes).toHaveLength(2);
    for (const { metadata, spec } of classes) {
      const { provider, parameters } = spec as {
        readonly provider: string;
        readonly parameters: Record<string, string>;
      };
      expect([provider, parameters.usePodIdentity]).toEqual(['aws', 'true']);
      const secret = metadata.namespace === 'links-staging' ? 'StagingTokenSecret' : 'ProductionTokenSecret';
      expect(JSON.parse(parameters.objects ?? '')).toEqual([
        { objectName: expect.stringContaining(secret), objectAlias: 'administrator-token.json' },
      ]);
    }
  });
});

describe('no-secret-in-clear', () => {
  test('holds', async () => {
    const { holds, notes, figures } = await prove({ assembly, progress: () => undefined });
    expect([holds, notes]).toEqual([true, []]);
    expect(figures['Kubernetes objects in Git']).toBeGreaterThanOrEqual(8);
  });

  const { template } = sources;
  const withTemplate = (changed: SecretSources['template']): SecretSources => ({ ...sources, template: changed });
  const withObject = (object: KubernetesObject): SecretSources => ({
    ...sources,
    manifests: [...sources.manifests, { path: 'x.yaml', object }],
  });
  const withText = (text: string, path = 'x'): SecretSources => ({ ...sources, texts: [{ path, text }] });
  const object = (kind: string, more: Readonly<Record<string, unknown>>): KubernetesObject => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'x' },
    ...more,
  });
  const pod = (container: Readonly<Record<string, unknown>>) => object('Pod', { spec: { containers: [container] } });
  const secret = (Properties: Readonly<Record<string, unknown>>) =>
    withTemplate(withResource(template, 'X', { Type: 'AWS::SecretsManager::Secret', Properties }));
  const applied = (value: unknown) =>
    withTemplate(
      withResource(template, 'X', {
        Type: 'Custom::AWSCDK-EKS-KubernetesResource',
        Properties: { Manifest: JSON.stringify([value]) },
      }),
    );
  const functionWith = (Variables: Readonly<Record<string, unknown>>) =>
    withTemplate(
      withResource(template, 'X', { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } }),
    );
  // Written in parts, so that no scanner takes this file for the leak that it describes.
  const accessKey = `AKIA${'ABCDEFGH'.repeat(2)}`;

  test.each<[string, SecretSources, string]>([
    ['a Secret in Git', withObject(object('Secret', { data: { a: 'Yg==' } })), 'x.yaml: Secret x'],
    ['a Secret in the template', applied(object('Secret', { stringData: { a: 'b' } })), 'template: Secret x'],
    ['a generator of Secrets', withObject(object('Kustomization', { secretGenerator: [] })), 'generates a Secret'],
    [
      'a Secret as a variable',
      withObject(pod({ env: [{ name: 'A', valueFrom: { secretKeyRef: {} } }] })),
      'in an environment variable',
    ],
    [
      'Secrets as variables',
      withObject(pod({ envFrom: [{ secretRef: { name: 'x' } }] })),
      'in an environment variable',
    ],
    [
      'a token as a variable',
      withObject(pod({ env: [{ name: 'ADMIN_TOKEN', value: 'b' }] })),
      'the variable ADMIN_TOKEN',
    ],
    [
      'a password in a ConfigMap',
      withObject(object('ConfigMap', { data: { password: 'b' } })),
      'the variable password',
    ],
    [
      'a copy in a Kubernetes Secret',
      withObject(object('SecretProviderClass', { spec: { secretObjects: [] } })),
      'copied',
    ],
    ['a value in the template', secret({ SecretString: 'b', KmsKeyId: 'k' }), 'X: its value is in the template'],
    ['no key of the account', secret({ GenerateSecretString: {} }), 'X: no key of the account'],
    [
      'a resolved secret',
      functionWith({ A: '{{resolve:secretsmanager:arn:x:SecretString}}' }),
      'CloudFormation resolves',
    ],
    ['a resolved parameter', applied({ a: '{{resolve:ssm-secure:x}}' }), 'CloudFormation resolves'],
    ['a token in a function', functionWith({ API_TOKEN: 'b' }), 'X: the variable API_TOKEN'],
    ['an access key', withTemplate(withResource(template, 'X', { Type: 'AWS::IAM::AccessKey' })), 'does not expire'],
    ['a user', withTemplate(withResource(template, 'X', { Type: 'AWS::IAM::User' })), 'does not expire'],
    [
      'an output',
      withTemplate({ ...template, Outputs: { AdminPassword: { Value: 'b' } } }),
      'AdminPassword: an output',
    ],
    [
      'a cluster without the key',
      withTemplate(withEach(template, 'AWS::EKS::Cluster', (one) => ({ ...one, Properties: {} }))),
      'not the account',
    ],
    [
      'an add-on that copies',
      withTemplate(
        withResource(template, 'X', {
          Type: 'AWS::EKS::Addon',
          Properties: { ConfigurationValues: '{"a":{"syncSecret":{"enabled":true}}}' },
        }),
      ),
      'copies secrets',
    ],
    ['the text of an access key', withText(accessKey), 'x: an access key'],
    [
      'the text of a secret access key',
      withText(`aws_secret_access_key = ${'a/B+'.repeat(10)}`),
      'a secret access key',
    ],
    ['the text of a private key', withText(`-----BEGIN RSA ${'PRIVATE'} KEY-----`), 'a private key'],
    ['the text of a token', withText(`ghp_${'a1B2'.repeat(9)}`), 'a token of GitHub'],
    ['a secret of a workflow', withText(`$\{{ secrets.KEY }}`, '.github/workflows/x.yml'), 'uses a secret'],
    ['a key of a workflow', withText('aws-access-key-id: x', '.github/workflows/x.yml'), 'uses a secret'],
  ])('does not hold with %s', (_, broken, named) => {
    const found = clearSecrets(broken);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(named);
  });
});
