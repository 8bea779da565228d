import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRolloutSpec } from '../../../../lib/zero-downtime-eks/lab/rollout-spec';
import { PROBES, TIMINGS } from '../../../../lib/zero-downtime-eks/timings';
import { assemblyWith, withTemplate } from '../assembly';

const { folder } = assemblyWith();
const changed = (change: (template: string) => string) =>
  withTemplate(folder, change, async (assembly) => readRolloutSpec(assembly));
const text = (from: string | RegExp, to: string) => (template: string) => template.replace(from, to);

/** A number in a manifest, which is a text in the template. */
const manifestNumber = (name: string, value: number) => text(new RegExp(`(\\\\"${name}\\\\":)\\d+`, 'g'), `$1${value}`);

describe('readRolloutSpec', () => {
  test('reads what the stack was made of', () => {
    const { deployment, pod, loadBalancing, image, budget, disruptedNodes } = readRolloutSpec(folder);
    expect(deployment).toMatchObject({
      minReadySeconds: TIMINGS.minReady,
      progressDeadlineSeconds: TIMINGS.progressDeadline,
    });
    expect(deployment.strategy).toEqual({ type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 });
    expect(pod).toMatchObject({
      terminationGracePeriodSeconds: TIMINGS.grace,
      preStop: { sleepSeconds: TIMINGS.preStop },
      readinessGate: true,
      environment: { KEEP_ALIVE_SECONDS: String(TIMINGS.keepAlive), DRAIN_SECONDS: String(TIMINGS.drain) },
      startupProbe: { path: '/health/startup', failureThreshold: PROBES.startup.failures },
      livenessProbe: { path: '/health/live', periodSeconds: PROBES.liveness.period },
    });
    expect(loadBalancing).toEqual({
      idleTimeoutSeconds: TIMINGS.idleTimeout,
      deregistrationDelaySeconds: TIMINGS.deregistrationDelay,
      healthCheck: {
        path: '/health/ready',
        intervalSeconds: TIMINGS.healthCheckInterval,
        timeoutSeconds: TIMINGS.healthCheckTimeout,
        healthyThreshold: TIMINGS.healthyThreshold,
        unhealthyThreshold: TIMINGS.unhealthyThreshold,
      },
    });
    expect(image).toMatchObject({ command: ['node', 'server.mjs'], stopSignal: 'SIGTERM' });
    expect(existsSync(join(image.folder, 'server.mjs'))).toBe(true);
    expect({ budget, disruptedNodes }).toMatchObject({ budget: { maxUnavailable: 1 }, disruptedNodes: [1] });
  });

  test.each([
    {
      what: 'the preStop sleep',
      change: text(/(\\"preStop\\":\{\\"sleep\\":\{\\"seconds\\":)\d+/g, '$17'),
      pod: { preStop: { sleepSeconds: 7 } },
    },
    {
      what: 'a preStop command',
      change: text(
        /\\"preStop\\":\{\\"sleep\\":\{\\"seconds\\":\d+\}/g,
        '\\"preStop\\":{\\"exec\\":{\\"command\\":[\\"sleep\\",\\"5\\"]}',
      ),
      pod: { preStop: { command: ['sleep', '5'] } },
    },
    {
      what: 'the environment',
      change: text(/(\\"KEEP_ALIVE_SECONDS\\",\\"value\\":\\")\d+/g, '$15'),
      pod: { environment: { KEEP_ALIVE_SECONDS: '5' } },
    },
    {
      what: 'the label that injects readiness gates',
      change: text('eks.amazonaws.com/pod-readiness-gate-inject', 'elbv2.k8s.aws/pod-readiness-gate-inject'),
      pod: { readinessGate: false },
    },
  ])('sees $what', async ({ change, pod }) => {
    expect((await changed(change)).pod).toMatchObject(pod);
  });

  test.each([
    { what: 'the grace period', change: manifestNumber('terminationGracePeriodSeconds', 31) },
    { what: 'minReadySeconds', change: manifestNumber('minReadySeconds', 1) },
    { what: 'the surge', change: manifestNumber('maxSurge', 2) },
    { what: 'the replicas', change: manifestNumber('minReplicas', 5) },
    { what: 'a probe', change: manifestNumber('failureThreshold', 77) },
  ])('sees $what', async ({ change }) => {
    expect(await changed(change)).not.toEqual(readRolloutSpec(folder));
  });

  test.each([
    {
      what: 'the deregistration delay',
      change: text(/("Key":\s*"deregistration_delay\.timeout_seconds",\s*"Value":\s*")\d+/g, '$13'),
      is: { deregistrationDelaySeconds: 3 },
    },
    {
      what: 'the idle timeout',
      change: text(/("Key":\s*"idle_timeout\.timeout_seconds",\s*"Value":\s*")\d+/g, '$19'),
      is: { idleTimeoutSeconds: 9 },
    },
  ])('sees $what', async ({ change, is }) => {
    expect((await changed(change)).loadBalancing).toMatchObject(is);
  });

  test('has no gate where the pods may be created before the binding', async () => {
    const { pod } = await changed((template) => {
      const { Resources: resources, ...rest } = JSON.parse(template) as {
        Resources: Record<string, { Type: string; DependsOn?: readonly string[] }>;
      };
      const without = Object.entries(resources).map(([id, { DependsOn, ...resource }]) => [
        id,
        /KubernetesResource$/.test(resource.Type) ? resource : { ...resource, DependsOn },
      ]);
      return JSON.stringify({ ...rest, Resources: Object.fromEntries(without) });
    });
    expect(pod.readinessGate).toBe(false);
  });

  test.each([
    {
      what: 'the Deployment',
      change: text(/\\"Deployment\\"/g, '\\"StatefulSet\\"'),
      problem: /no Deployment payments/,
    },
    {
      what: 'the binding',
      change: text(/\\"TargetGroupBinding\\"/g, '\\"Nothing\\"'),
      problem: /no TargetGroupBinding/,
    },
    { what: 'JSON', change: text(/\\"kind\\"/, 'kind'), problem: /no JSON/ },
    {
      what: 'the load balancer',
      change: text(/AWS::ElasticLoadBalancingV2::LoadBalancer"/g, 'AWS::Nothing"'),
      problem: /no application load balancer/,
    },
  ])('says that $what is missing', async ({ change, problem }) => {
    await expect(changed(change)).rejects.toThrow(problem);
  });

  test('says that there is no template', () => {
    expect(() => readRolloutSpec('/nowhere')).toThrow(/ZeroDowntimeEks\.template\.json/);
  });
});
