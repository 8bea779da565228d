import { prove } from '../../../../lib/zero-downtime-eks/proofs/alarms-tell';
import { changed, stackResources, withAssembly } from '../stack-resources';

const resources = stackResources();
const judge = (broken = resources) =>
  withAssembly(broken, (assembly) => prove({ assembly, progress: () => undefined }));
const with_ = (alarm: string, change: Readonly<Record<string, unknown>>) =>
  changed(resources, alarm, (properties) => ({ ...properties, ...change }));
const rule = { ...Object.entries(resources).find(([id]) => id.startsWith('ObservabilityPage'))?.[1].Properties }
  .AlarmRule;

describe('zero-downtime-eks/alarms-tell', () => {
  test('holds', async () => {
    const { holds, figures, notes } = await judge();
    expect([holds, notes]).toEqual([true, [expect.stringContaining('two to three minutes')]]);
    expect(figures['of which tell somebody']).toBeGreaterThanOrEqual(15);
  });

  test('holds with a certificate, which has an alarm of its own', async () => {
    const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';
    const withCertificate = stackResources({ certificateArn });
    const { holds, figures } = await judge(withCertificate);
    const before = await judge();
    expect(holds).toBe(true);
    expect(Number(figures.alarms) - Number(before.figures.alarms)).toBe(1);
    const late = changed(withCertificate, 'ObservabilityCertificateExpires', (properties) => ({
      ...properties,
      Threshold: 1,
    }));
    expect((await judge(late)).holds).toBe(false);
  });

  test.each([
    [
      'a threshold that nothing reaches',
      with_('ObservabilityObjectivesAvailability1Hours', { Threshold: 0.9 }),
      'three payments in ten fail for ten minutes: ObservabilityPage goes off after 4 min, not within 3',
    ],
    [
      'a threshold that normal load reaches',
      with_('ObservabilityServiceSlowPayments', { Threshold: 0.2 }),
      'ObservabilityServiceSlowPayments goes off after',
    ],
    [
      'missing targets taken for good ones',
      with_('ObservabilityServiceMissingTargets', { TreatMissingData: 'notBreaching' }),
      'no pod is left: ObservabilityServiceMissingTargets goes off never',
    ],
    [
      'no requests taken for failing ones',
      with_('ObservabilityServiceTargetErrors', { TreatMissingData: 'breaching' }),
      'a night without any request, then one each five minutes, and the only one of an hour fails: ObservabilityServiceTargetErrors goes off',
    ],
    [
      'a page for a single failure',
      changed(resources, 'ObservabilityObjectivesAvailability1Hours', (properties) => ({
        ...properties,
        Metrics: JSON.parse(JSON.stringify(properties.Metrics).replace('>= 10', '>= 1')),
      })),
      'the only one of an hour fails: ObservabilityPage goes off',
    ],
    [
      'a page without the short windows',
      with_('ObservabilityPage', { AlarmRule: JSON.parse(JSON.stringify(rule).replaceAll(' AND ', ' OR ')) }),
      'ObservabilityPage goes off after',
    ],
    [
      'an alarm that waits too long',
      with_('ObservabilityServiceTooFewTargets', { EvaluationPeriods: 60 }),
      'two zones are lost: ObservabilityPage goes off never',
    ],
  ])('finds %s', async (_, broken, problem) => {
    const { holds, notes } = await judge(broken);
    expect(holds).toBe(false);
    expect(notes.filter((note) => note.includes(problem))).not.toEqual([]);
  });
});
