import { broken, brokenFile, withEnvironment } from './broken';
import { BAD_RELEASE, BUSY, DATABASE_RESTART, ROLLOUT, SLOW_REGISTRATION, SLOW_START, SPACED } from './conditions';
import type { ImageSpec, PodSpec, RolloutSpec } from './rollout-spec';
import type { Variant } from './variant';

type Change = Variant['change'];

const image =
  (change: (image: ImageSpec) => Partial<ImageSpec>): Change =>
  (spec) => ({ ...spec, image: { ...spec.image, ...change(spec.image) } });
const pod =
  (change: Partial<PodSpec> | ((pod: PodSpec) => Partial<PodSpec>)): Change =>
  (spec) => ({ ...spec, pod: { ...spec.pod, ...(typeof change === 'function' ? change(spec.pod) : change) } });
const deployment =
  (change: Partial<RolloutSpec['deployment']>): Change =>
  (spec) => ({ ...spec, deployment: { ...spec.deployment, ...change } });
const loadBalancing =
  (change: Partial<RolloutSpec['loadBalancing']>): Change =>
  (spec) => ({ ...spec, loadBalancing: { ...spec.loadBalancing, ...change } });
const environment =
  (variables: Readonly<Record<string, string>>): Change =>
  (spec) => ({ ...spec, ...withEnvironment(spec, variables) });
const both =
  (...changes: readonly Change[]): Change =>
  (spec) =>
    changes.reduce((changed, change) => change(changed), spec);

const NO_GATE = pod({ readinessGate: false });
const preStopSeconds = ({ preStop }: PodSpec) => (preStop && 'sleepSeconds' in preStop ? preStop.sleepSeconds : 0);

/** As the image's process when its command is in shell form. */
const inShell = ({ command }: ImageSpec): Partial<ImageSpec> => ({ command: ['/bin/sh', '-c', command.join(' ')] });

/** An init as tini is one: it starts the process as its child, and hands SIGTERM on. */
const withInit = ({ command }: ImageSpec): Partial<ImageSpec> => ({
  command: ['/bin/sh', '-c', '"$@" & trap "kill -TERM $!" TERM; wait $!; wait $!', 'init', ...command],
});

const mainProcess: readonly Variant[] = [
  { name: 'shell form: sh is PID 1', conditions: ROLLOUT, change: image(inShell), loses: 'whole grace period' },
  {
    name: 'npm start is PID 1',
    conditions: ROLLOUT,
    change: image(() => ({ command: ['npm', 'start'] })),
    files: { 'package.json': JSON.stringify({ scripts: { start: 'node server.mjs' } }) },
    // It would ask the registry for a newer npm, and write logs.
    environment: { npm_config_update_notifier: 'false', npm_config_logs_max: '0' },
    // It takes npm most of a second to end, which nothing scales.
    factor: 10,
    loses: 'failed requests',
  },
  {
    name: 'no handler of SIGTERM',
    conditions: ROLLOUT,
    change: (spec) => broken(spec, 'no-handler'),
    loses: 'whole grace period',
  },
  {
    name: 'no handler, but an init',
    conditions: ROLLOUT,
    change: both((spec) => broken(spec, 'no-handler'), image(withInit)),
    loses: 'failed requests',
  },
  {
    name: 'handler exits at once',
    conditions: ROLLOUT,
    change: (spec) => broken(spec, 'exits-at-once'),
    loses: 'failed requests',
  },
  {
    name: 'STOPSIGNAL without a handler',
    conditions: ROLLOUT,
    change: image(() => ({ stopSignal: 'SIGQUIT' })),
    loses: 'whole grace period',
  },
  {
    name: 'answers before it is done',
    conditions: ROLLOUT,
    change: (spec) => broken(spec, 'answers-before-done'),
    loses: 'half-done payments',
  },
  {
    name: 'drain shorter than a request',
    conditions: ROLLOUT,
    change: environment({ DRAIN_SECONDS: '1' }),
    loses: 'failed requests',
  },
];

const termination: readonly Variant[] = [
  { name: 'no preStop', conditions: ROLLOUT, change: pod({ preStop: undefined }), loses: 'failed requests' },
  {
    name: 'preStop shorter than propagation',
    conditions: ROLLOUT,
    change: pod({ preStop: { sleepSeconds: 10 } }),
    loses: 'failed requests',
  },
  {
    name: 'preStop runs a shell that is not there',
    conditions: ROLLOUT,
    change: pod((spec) => ({ preStop: { command: ['/no/shell', '-c', `sleep ${preStopSeconds(spec)}`] } })),
    loses: 'failed requests',
  },
  {
    name: 'preStop waits for no connections',
    conditions: ROLLOUT,
    change: pod({ preStop: { command: ['/bin/sh', brokenFile('wait-for-no-connections.sh')] } }),
    loses: 'whole grace period',
  },
  {
    name: 'grace hardly longer than preStop',
    conditions: ROLLOUT,
    change: pod((spec) => ({ terminationGracePeriodSeconds: preStopSeconds(spec) + 1 })),
    loses: 'failed requests',
  },
  {
    name: 'the server waits instead of preStop',
    conditions: ROLLOUT,
    change: (spec) => pod({ preStop: undefined })(broken(spec, 'waits-in-the-handler', preStopSeconds(spec.pod))),
  },
];

const loadBalancer: readonly Variant[] = [
  {
    name: 'no readiness gate',
    conditions: SLOW_REGISTRATION,
    change: both(NO_GATE, deployment({ minReadySeconds: 0 })),
    loses: 'failed requests',
  },
  {
    name: 'short deregistration delay',
    conditions: ROLLOUT,
    change: loadBalancing({ deregistrationDelaySeconds: 1 }),
    loses: 'failed requests',
  },
  {
    name: 'keep-alive shorter than idle timeout',
    conditions: SPACED,
    // Node's own default. https://nodejs.org/api/http.html#serverkeepalivetimeout
    change: environment({ KEEP_ALIVE_SECONDS: '5' }),
    loses: 'failed requests',
  },
];

const strategy: readonly Variant[] = [
  {
    name: 'Recreate',
    conditions: ROLLOUT,
    change: deployment({ strategy: { type: 'Recreate' } }),
    loses: 'failed requests',
  },
  {
    name: 'maxUnavailable 100%',
    conditions: SLOW_REGISTRATION,
    change: deployment({ strategy: { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: '100%' } }),
    loses: 'failed requests',
  },
  {
    name: 'minReadySeconds 0, no readiness gate',
    conditions: BAD_RELEASE,
    change: both(NO_GATE, deployment({ minReadySeconds: 0 })),
    loses: 'failed requests',
  },
];

const probes: readonly Variant[] = [
  {
    name: 'no startup and readiness probe, no gate',
    conditions: SLOW_START,
    change: both(
      NO_GATE,
      pod({ startupProbe: undefined, readinessProbe: undefined }),
      deployment({ minReadySeconds: 0 }),
    ),
    loses: 'failed requests',
  },
  {
    name: 'liveness without startup probe',
    conditions: SLOW_START,
    change: pod(({ livenessProbe }) => ({
      startupProbe: undefined,
      livenessProbe: livenessProbe && { ...livenessProbe, timeoutSeconds: 1, failureThreshold: 3 },
    })),
    loses: 'stuck',
  },
  {
    name: 'liveness too eager',
    conditions: BUSY,
    change: pod(({ livenessProbe }) => ({
      livenessProbe: livenessProbe && { ...livenessProbe, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 1 },
    })),
    loses: 'failed requests',
  },
  {
    name: 'liveness asks the database',
    conditions: DATABASE_RESTART,
    change: (spec) =>
      pod(({ livenessProbe }) => ({ livenessProbe: livenessProbe && { ...livenessProbe, failureThreshold: 3 } }))(
        broken(spec, 'live-asks-database'),
      ),
    loses: 'failed requests',
  },
];

/** Ways to get it wrong, and other ways to get it right. */
export const variants: readonly Variant[] = [...mainProcess, ...termination, ...loadBalancer, ...strategy, ...probes];
