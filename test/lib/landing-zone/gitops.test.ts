import { ENVIRONMENTS, NAMES } from '../../../lib/landing-zone/environments';
import { KINDS } from '../../../lib/landing-zone/gitops-manifests';
import { objectsOf, resourcesOf, textOf } from '../../../lib/landing-zone/template';
import { templateWith } from './assembly';

const template = templateWith();
const objects = objectsOf(template);

interface Project {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly unknown[];
  readonly clusterResourceWhitelist: readonly unknown[];
  readonly namespaceResourceWhitelist: readonly unknown[];
}

describe.each(ENVIRONMENTS)('$overlay', ({ namespace, overlay }) => {
  const named = (kind: string) => {
    const found = objects.filter(
      (object) => object.kind === kind && [object.metadata.name, object.metadata.namespace].includes(namespace),
    );
    if (found.length !== 1) throw new Error(`${found.length} ${kind} of ${namespace}`);
    return found[0] as (typeof objects)[number];
  };

  test('has a project for one repository, one namespace, and the kinds that it needs', () => {
    const project = named('AppProject').spec as unknown as Project;
    expect(project.sourceRepos).toEqual(['https://github.com/owner--to-be-named/devops-take-home.git']);
    expect(project.destinations).toEqual([{ server: 'https://kubernetes.default.svc', namespace }]);
    expect(project.clusterResourceWhitelist).toEqual([]);
    expect(project.namespaceResourceWhitelist).toEqual(KINDS);
    const kinds: readonly string[] = KINDS.map(({ kind }) => kind);
    for (const dangerous of ['Secret', 'Role', 'RoleBinding', 'Namespace', 'SecretProviderClass', '*'])
      expect(kinds).not.toContain(dangerous);
  });

  test('is kept as its overlay of the branch says', () => {
    expect(named('Application').spec).toMatchObject({
      project: namespace,
      source: { targetRevision: 'main', path: `services/landing-zone/deploy/overlays/${overlay}` },
      destination: { namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    });
  });

  test('runs restricted pods, with an identity of its own', () => {
    expect(named('Namespace').metadata).toMatchObject({
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
    const [identity] = resourcesOf(template, 'AWS::EKS::PodIdentityAssociation').filter(
      ([, { Properties }]) => Properties?.Namespace === namespace,
    );
    expect(identity?.[1].Properties).toMatchObject({ ServiceAccount: NAMES.serviceAccount });
  });

  test('is told its own table', () => {
    const data = named('ConfigMap').data as Readonly<Record<string, string>>;
    expect(data[NAMES.tableName]).toMatch(new RegExp(`^\\$\\{${overlay}Links`, 'i'));
    expect(data[NAMES.region]).toBe(`$\{AWS::Region}`);
  });
});

describe('Argo CD', () => {
  const [, chart] =
    resourcesOf(template, 'Custom::AWSCDK-EKS-HelmChart').find(
      ([, { Properties }]) => Properties?.Chart === 'argo-cd',
    ) ?? [];

  test('is of one version, without a page, users or a server of its own', () => {
    expect(chart?.Properties?.Version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(JSON.parse(textOf(chart?.Properties?.Values))).toMatchObject({
      server: { replicas: 0 },
      dex: { enabled: false },
      configs: { cm: { 'admin.enabled': 'false' } },
    });
  });

  test('is left out where nothing leads to a Git host', () => {
    const closed = templateWith({ egress: 'endpoints' });
    expect(resourcesOf(closed, 'Custom::AWSCDK-EKS-HelmChart')).toEqual([]);
    expect(objectsOf(closed).filter(({ apiVersion }) => apiVersion.startsWith('argoproj.io'))).toEqual([]);
  });
});

test('the pods of an environment may make the calls of the service, on its own table', () => {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) =>
    /^(Staging|Production)RoleDefaultPolicy/.test(id),
  );
  expect(policies).toHaveLength(2);
  for (const [id, { Properties = {} }] of policies) {
    const { Statement } = Properties.PolicyDocument as {
      readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: unknown }[];
    };
    const table = Statement.find(({ Action }) => Action.includes('dynamodb:GetItem'));
    expect(table?.Action).toEqual(
      ['DescribeTable', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((call) => `dynamodb:${call}`),
    );
    expect(textOf(table?.Resource)).toMatch(new RegExp(`^\\$\\{${id.replace(/Role.*/, '')}Links`));
  }
});
