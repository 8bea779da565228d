import fc from 'fast-check';
import { readRelease } from '../../../../lib/zero-downtime-eks/canary-simulation/read-release';
import { tryRelease } from '../../../../lib/zero-downtime-eks/canary-simulation/try-release';
import { weightedTargetGroups } from '../../../../lib/zero-downtime-eks/weighted-target-groups';
import { changed, stackResources } from '../stack-resources';

const resources = stackResources();
const release = readRelease(resources);

describe('a canary release', () => {
  test('ends with the weight 0, whatever fails and whenever an API does, as long as it can be taken back at all', () => {
    const calls = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
    const shares = fc.array(fc.constantFrom(0, 0, 0, 0.01, 0.05, 0.5), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(calls, shares, fc.constantFrom(0, 20, 6000), (broken, failing, requests) => {
        const outcome = tryRelease(release, {
          requests,
          failing: (minute) => failing[minute] ?? 0,
          breaks: (_, count, weight) => weight !== 0 && (broken[count] ?? false),
        });
        expect(outcome.weight).toBe(0);
        if (outcome.status === 'SUCCEEDED') expect([outcome.reached, requests > 0]).toEqual([50, true]);
        // What is bad at 5 % never gets to 25.
        if (failing.slice(0, 6).every((share) => share >= 0.05)) expect(outcome.reached).toBeLessThanOrEqual(5);
      }),
    );
  });

  test('keeps its weight when it cannot be taken back, and says so by failing', () => {
    const outcome = tryRelease(release, { failing: () => 0.2, breaks: (_, _count, weight) => weight === 0 });
    expect([outcome.status, outcome.weight]).toEqual(['FAILED', 5]);
  });

  test('does nothing that the template does not allow', () => {
    const denied = { ...release, permissions: [] };
    expect(tryRelease(denied, { failing: () => 0 })).toMatchObject({ status: 'FAILED', reached: 0, weight: 0 });
  });
});

describe('weightedTargetGroups', () => {
  test('names the stable one first', () => {
    expect(weightedTargetGroups(resources)).toEqual([release.stable, release.canary]);
    expect(release.stable).not.toBe(release.canary);
  });

  test('refuses a listener that starts with a canary', () => {
    const broken = changed(resources, 'LoadBalancerListener', (properties) => ({
      ...properties,
      DefaultActions: JSON.parse(JSON.stringify(properties.DefaultActions).replace('"Weight":0', '"Weight":10')),
    }));
    expect(() => weightedTargetGroups(broken)).toThrow(/does not send everything to one of two target groups/);
  });
});
