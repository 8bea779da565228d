import fc from 'fast-check';
import { ASSUMPTIONS } from '../../../../lib/zero-downtime-eks/lab/assumptions';
import { readRolloutSpec } from '../../../../lib/zero-downtime-eks/lab/rollout-spec';
import { scaleAssumptions, scaleSpec } from '../../../../lib/zero-downtime-eks/lab/scale';
import { TIMINGS } from '../../../../lib/zero-downtime-eks/timings';
import { assemblyWith } from '../assembly';

const spec = readRolloutSpec(assemblyWith().folder);

describe('scaleSpec', () => {
  test('divides every duration, and nothing else', () => {
    const { pod, deployment, loadBalancing, image } = scaleSpec(spec, 10);
    expect(pod).toMatchObject({
      terminationGracePeriodSeconds: TIMINGS.grace / 10,
      preStop: { sleepSeconds: TIMINGS.preStop / 10 },
      environment: { KEEP_ALIVE_SECONDS: (TIMINGS.keepAlive / 10).toFixed(3), PORT: spec.pod.environment.PORT },
      livenessProbe: { failureThreshold: spec.pod.livenessProbe?.failureThreshold },
    });
    expect(deployment).toMatchObject({ minReadySeconds: TIMINGS.minReady / 10, replicas: spec.deployment.replicas });
    expect(loadBalancing).toMatchObject({ idleTimeoutSeconds: TIMINGS.idleTimeout / 10 });
    expect(image).toEqual(spec.image);
  });

  test('leaves what times this machine at half a second or what it is', () => {
    const { pod, loadBalancing } = scaleSpec(spec, 100);
    const times = [
      pod.startupProbe?.timeoutSeconds,
      pod.livenessProbe?.timeoutSeconds,
      loadBalancing.healthCheck.timeoutSeconds,
    ];
    expect(times).toEqual([0.5, 0.5, 0.5]);
  });

  test('by 1 changes nothing', () => {
    const { environment, ...pod } = scaleSpec(spec, 1).pod;
    const { environment: before, ...podBefore } = spec.pod;
    expect(pod).toEqual(podBefore);
    expect(Object.keys(environment)).toEqual(Object.keys(before));
  });

  test('keeps the order of durations that the answer rests on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (factor) => {
        const { pod, loadBalancing } = scaleSpec(spec, factor);
        const { propagationSeconds } = scaleAssumptions(ASSUMPTIONS, factor);
        expect(pod.preStop).toMatchObject({ sleepSeconds: expect.any(Number) });
        if (pod.preStop && 'sleepSeconds' in pod.preStop) {
          expect(pod.preStop.sleepSeconds).toBeGreaterThan(propagationSeconds);
          expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(pod.preStop.sleepSeconds);
        }
        expect(Number(pod.environment.KEEP_ALIVE_SECONDS)).toBeGreaterThan(loadBalancing.idleTimeoutSeconds);
      }),
    );
  });
});

describe('the assumptions', () => {
  test('are those that the timings of the stack are checked against, or harder', () => {
    expect(ASSUMPTIONS.propagationSeconds).toBeGreaterThanOrEqual(TIMINGS.propagation);
    expect(ASSUMPTIONS.spotNoticeSeconds).toBeLessThanOrEqual(TIMINGS.spotNotice);
  });

  test('are scaled but for the latency', () => {
    const { latencySeconds, propagationSeconds } = scaleAssumptions(ASSUMPTIONS, 5);
    expect({ latencySeconds, propagationSeconds }).toEqual({
      latencySeconds: ASSUMPTIONS.latencySeconds,
      propagationSeconds: ASSUMPTIONS.propagationSeconds / 5,
    });
  });
});
