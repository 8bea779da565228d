import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { ADDRESS_PLAN } from '../../../lib/landing-zone/address-plan';
import { ENVIRONMENTS, NAMES } from '../../../lib/landing-zone/environments';
import { KINDS, OVERLAYS } from '../../../lib/landing-zone/gitops-manifests';
import type { KubernetesObject } from '../../../lib/landing-zone/template';
import { LinksEnvironment, readSettings } from '../../../services/landing-zone/environment';

const root = join(__dirname, '../../..');
const deploy = join(root, 'services/landing-zone/deploy');
const load = (path: string): KubernetesObject =>
  (Yaml.load(join(deploy, path)) as KubernetesObject[])[0] as KubernetesObject;
const base = new Map(
  readdirSync(join(deploy, 'base'))
    .filter((file) => file !== 'kustomization.yaml')
    .map((file) => [file, load(`base/${file}`)] as const),
);
const of = <Spec>(kind: string): { readonly metadata: KubernetesObject['metadata']; readonly spec: Spec } => {
  const found = [...base.values()].filter((object) => object.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} ${kind}`);
  return found[0] as unknown as { readonly metadata: KubernetesObject['metadata']; readonly spec: Spec };
};

interface Container {
  readonly image: string;
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
}
interface Labels {
  readonly matchLabels: Readonly<Record<string, string>>;
}
interface Deployment {
  readonly replicas: number;
  readonly selector: Labels;
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly serviceAccountName: string;
      readonly terminationGracePeriodSeconds: number;
      readonly containers: readonly [Container];
      readonly volumes: readonly [
        {
          readonly name: string;
          readonly csi: {
            readonly driver: string;
            readonly volumeAttributes: { readonly secretProviderClass: string };
          };
        },
      ];
    };
  };
}

const deployment = of<Deployment>('Deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
const variables = new Map(container.env.map((variable) => [variable.name, variable]));

describe('the base', () => {
  test('lists every file beside it', () => {
    const { resources } = load('base/kustomization.yaml') as unknown as { readonly resources: readonly string[] };
    expect([...resources].sort()).toEqual([...base.keys()].sort());
  });

  test('is made of the kinds that the project of Argo CD admits, and of all of them', () => {
    const kinds = [...base.values()].map(({ apiVersion, kind }) => ({
      group: /^(.+)\//.exec(apiVersion)?.[1] ?? '',
      kind,
    }));
    const sorted = (list: readonly { readonly kind: string }[]) =>
      [...list].sort((a, b) => a.kind.localeCompare(b.kind));
    expect(sorted(kinds)).toEqual(sorted(KINDS));
  });

  test('names what the stack made', () => {
    expect(of('ServiceAccount').metadata.name).toBe(NAMES.serviceAccount);
    expect(pod.serviceAccountName).toBe(NAMES.serviceAccount);
    expect(pod.volumes[0].csi.volumeAttributes.secretProviderClass).toBe(NAMES.secretProviderClass);
    const mount = container.volumeMounts.find(({ name }) => name === pod.volumes[0].name);
    expect(variables.get(LinksEnvironment.tokenFile)?.value).toBe(`${mount?.mountPath}/${NAMES.tokenFile}`);
    expect(variables.get(LinksEnvironment.tableName)?.valueFrom?.configMapKeyRef).toEqual({
      name: NAMES.configMap,
      key: NAMES.tableName,
    });
    expect(variables.get('AWS_REGION')?.valueFrom?.configMapKeyRef).toEqual({
      name: NAMES.configMap,
      key: NAMES.region,
    });
  });

  test('sets what the server needs, and nothing that it does not know', () => {
    const environment = Object.fromEntries([...variables].map(([name, { value = 'from the stack' }]) => [name, value]));
    const settings = readSettings(environment);
    expect(settings.port).toBe(container.ports[0]?.containerPort);
    const known: readonly string[] = [...Object.values(LinksEnvironment), 'AWS_REGION'];
    expect([...variables.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('leaves the pod enough time to drain', () => {
    const { drainSeconds } = readSettings(
      Object.fromEntries([...variables].map(([name, { value = 'x' }]) => [name, value])),
    );
    const needed = container.lifecycle.preStop.sleep.seconds + drainSeconds;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(needed);
  });

  test('selects its own pods everywhere, and a drain is never blocked', () => {
    const { labels } = deployment.spec.template.metadata;
    const budget = of<{ readonly selector: Labels; readonly maxUnavailable: number }>('PodDisruptionBudget').spec;
    const policy = of<{ readonly podSelector: Labels }>('NetworkPolicy').spec;
    const service = of<{ readonly selector: unknown; readonly ports: readonly { readonly targetPort: string }[] }>(
      'Service',
    ).spec;
    expect([
      deployment.spec.selector.matchLabels,
      budget.selector.matchLabels,
      policy.podSelector.matchLabels,
      service.selector,
    ]).toEqual([labels, labels, labels, labels]);
    expect(service.ports[0]?.targetPort).toBe(container.ports[0]?.name);
    expect(budget.maxUnavailable).toBeLessThan(deployment.spec.replicas);
  });

  test('lets pods reach nothing of the VPC but DNS', () => {
    const { policyTypes, egress, ingress } = of<{
      readonly policyTypes: readonly string[];
      readonly ingress?: unknown;
      readonly egress: readonly {
        readonly to: readonly { readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] } }[];
      }[];
    }>('NetworkPolicy').spec;
    expect([policyTypes, ingress]).toEqual([['Ingress', 'Egress'], undefined]);
    const open = egress.flatMap(({ to }) => to).filter(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0');
    expect(open.map(({ ipBlock }) => ipBlock?.except)).toEqual([[ADDRESS_PLAN.cidr, '169.254.0.0/16']]);
  });
});

interface Kustomization {
  readonly namespace: string;
  readonly resources: readonly string[];
  readonly images: readonly Readonly<Record<string, string>>[];
}

describe.each(ENVIRONMENTS)('the overlay of $overlay', ({ overlay, namespace }) => {
  const kustomization = load(`overlays/${overlay}/kustomization.yaml`) as unknown as Kustomization;

  test('is where Argo CD looks, in the namespace of the stack', () => {
    expect(join(root, OVERLAYS)).toBe(join(deploy, 'overlays'));
    expect(kustomization.namespace).toBe(namespace);
  });

  test('replaces every image by a digest, and differs in nothing else', () => {
    expect(kustomization.resources).toEqual(['../../base']);
    expect(Object.keys(kustomization).sort()).toEqual(['apiVersion', 'images', 'kind', 'namespace', 'resources']);
    expect(kustomization.images).toEqual([
      { name: NAMES.image, newName: expect.any(String), digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    ]);
    expect(pod.containers.map(({ image }) => image)).toEqual([NAMES.image]);
  });

  test('is what kustomize makes of it', () => {
    const { error, status, stdout } = spawnSync('kubectl', ['kustomize', join(deploy, 'overlays', overlay)], {
      encoding: 'utf8',
    });
    if (error) return console.log('skipped: kubectl is not installed');
    expect(status).toBe(0);
    expect(stdout.match(/^ *image: .*$/gm)).toEqual([expect.stringMatching(/@sha256:[0-9a-f]{64}$/)]);
    expect(stdout.match(/^ {2}namespace: .*$/gm)).toEqual([...base.keys()].map(() => `  namespace: ${namespace}`));
  });
});

describe('promote.mjs', () => {
  let overlays: string;
  beforeEach(() => {
    overlays = mkdtempSync(join(tmpdir(), 'overlays-'));
    cpSync(join(deploy, 'overlays'), overlays, { recursive: true });
  });
  afterEach(() => rmSync(overlays, { recursive: true }));

  const IMAGE = `444455556666.dkr.ecr.eu-west-1.amazonaws.com/landingzone-images@sha256:${'ab'.repeat(32)}`;
  const promote = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(deploy, 'promote.mjs'), ...args, overlays], { encoding: 'utf8' });
  const lines = (overlay: string): readonly string[] =>
    readFileSync(join(overlays, overlay, 'kustomization.yaml'), 'utf8').split('\n');
  const changedLines = (before: readonly string[], after: readonly string[]) =>
    after.filter((line, index) => line !== before[index]);

  test('writes an image into staging, and nothing else', () => {
    const before = [lines('staging'), lines('production')] as const;
    expect(promote('staging', IMAGE)).toMatchObject({ status: 0, stdout: `staging: ${IMAGE}\n` });
    const [name, digest] = IMAGE.split('@');
    expect(changedLines(before[0], lines('staging'))).toEqual([`    newName: ${name}`, `    digest: ${digest}`]);
    expect(lines('staging')).toHaveLength(before[0].length);
    expect(lines('production')).toEqual(before[1]);
  });

  test('writes the very image of staging into production, and nothing else', () => {
    promote('staging', IMAGE);
    const [staging, before] = [lines('staging'), lines('production')];
    expect(promote('production')).toMatchObject({ status: 0, stdout: `production: ${IMAGE}\n` });
    expect(lines('staging')).toEqual(staging);
    const changed = changedLines(before, lines('production'));
    expect(changed).toEqual(staging.filter((line) => /newName|digest:/.test(line)));
    expect(lines('production').filter((line) => line.includes('namespace'))).toEqual(['namespace: links-production']);
    // A second time changes nothing.
    const once = lines('production');
    promote('production');
    expect(lines('production')).toEqual(once);
  });

  test.each([
    ['a tag', ['staging', IMAGE.replace(/@.*/, ':latest')]],
    ['no image', ['staging', '']],
    ['a digest that is too short', ['staging', IMAGE.slice(0, -1)]],
    ['something that begins like an image', ['staging', `${IMAGE}\n  x: y`]],
    ['what is no image yet', ['production']],
    ['an environment that does not exist', ['development']],
  ])('refuses %s', (_, args) => {
    const before = [lines('staging'), lines('production')];
    const { status, stderr } = promote(...args);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/.+\n$/)]);
    expect([lines('staging'), lines('production')]).toEqual(before);
  });
});
