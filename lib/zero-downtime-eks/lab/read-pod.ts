import type { PodSpec, PreStop, ProbeSpec } from './rollout-spec';
import { RolloutSpecError } from './rollout-spec-error';
import type { SpreadConstraint } from './scheduler';

interface PodManifest {
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly (Pick<
    SpreadConstraint,
    'topologyKey' | 'maxSkew' | 'whenUnsatisfiable'
  > & { readonly matchLabelKeys?: readonly string[]; readonly nodeTaintsPolicy?: string })[];
  readonly containers?: readonly ContainerManifest[];
}

interface ContainerManifest {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly lifecycle?: {
    readonly preStop?: {
      readonly sleep?: { readonly seconds: number };
      readonly exec?: { readonly command: readonly string[] };
    };
  };
  readonly startupProbe?: ProbeManifest;
  readonly readinessProbe?: ProbeManifest;
  readonly livenessProbe?: ProbeManifest;
}

type ProbeManifest = Partial<Omit<ProbeSpec, 'path'>> & { readonly httpGet?: { readonly path?: string } };

/**
 * The pod of a Deployment, with Kubernetes' defaults for what it leaves out.
 *
 * @throws RolloutSpecError
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function readPod(
  spec: Readonly<Record<string, unknown>>,
  readinessGate: boolean,
): { readonly pod: PodSpec; readonly image: string } {
  const { terminationGracePeriodSeconds = 30, topologySpreadConstraints = [], containers = [] } = spec as PodManifest;
  const [container] = containers;
  if (container === undefined || containers.length > 1) {
    throw new RolloutSpecError(`Deployment payments: the lab runs one container, got: ${containers.length}`);
  }
  const { command, args, env = [], lifecycle, image } = container;
  const preStop = preStopOf(lifecycle?.preStop);
  return {
    image,
    pod: {
      terminationGracePeriodSeconds,
      readinessGate,
      topologySpread: topologySpreadConstraints.map((constraint) => ({
        topologyKey: constraint.topologyKey,
        maxSkew: constraint.maxSkew,
        whenUnsatisfiable: constraint.whenUnsatisfiable,
        eachRevision: constraint.matchLabelKeys?.includes('pod-template-hash') ?? false,
        honoursCordon: constraint.nodeTaintsPolicy === 'Honor',
      })),
      environment: Object.fromEntries(
        env.flatMap(({ name, value }) => (value === undefined || value.includes('${') ? [] : [[name, value]])),
      ),
      ...(preStop && { preStop }),
      ...probe('startupProbe', container.startupProbe),
      ...probe('readinessProbe', container.readinessProbe),
      ...probe('livenessProbe', container.livenessProbe),
      ...(command && { command }),
      ...(args && { args }),
    },
  };
}

function preStopOf(hook: NonNullable<ContainerManifest['lifecycle']>['preStop']): PreStop | undefined {
  if (hook?.sleep) return { sleepSeconds: hook.sleep.seconds };
  return hook?.exec && { command: hook.exec.command };
}

function probe<Name extends string>(name: Name, manifest: ProbeManifest | undefined): Partial<Record<Name, ProbeSpec>> {
  if (manifest === undefined) return {};
  if (manifest.httpGet === undefined) throw new RolloutSpecError(`Deployment payments: ${name} is not by HTTP`);
  const read: ProbeSpec = {
    path: manifest.httpGet.path ?? '/',
    initialDelaySeconds: manifest.initialDelaySeconds ?? 0,
    periodSeconds: manifest.periodSeconds ?? 10,
    timeoutSeconds: manifest.timeoutSeconds ?? 1,
    successThreshold: manifest.successThreshold ?? 1,
    failureThreshold: manifest.failureThreshold ?? 3,
  };
  return { [name]: read } as Partial<Record<Name, ProbeSpec>>;
}
