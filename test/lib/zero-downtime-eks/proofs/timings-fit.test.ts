import { prove } from '../../../../lib/zero-downtime-eks/proofs/timings-fit';
import { readTimings } from '../../../../lib/zero-downtime-eks/read-timings';
import { TIMINGS } from '../../../../lib/zero-downtime-eks/timings';
import { assemblyWith, withTemplate } from '../assembly';

const { folder } = assemblyWith();
const verdictOn = (assembly: string) => prove({ assembly, progress: () => undefined });

test('those of the template are those that were typed, each in its place', () => {
  expect(readTimings(folder)).toEqual(TIMINGS);
});

test('they fit', async () => {
  expect(await verdictOn(folder)).toMatchObject({ holds: true, notes: [] });
});

const attribute = (key: string, value: string) => (text: string) =>
  text.replaceAll(new RegExp(`("Key": "${key}",\\s+"Value": )"\\d+"`, 'g'), `$1"${value}"`);
const manifest = (from: string, to: string) => (text: string) =>
  text.replaceAll(from.replaceAll('"', '\\"'), to.replaceAll('"', '\\"'));

test.each([
  [
    'Node’s keep-alive',
    manifest('"KEEP_ALIVE_SECONDS","value":"75"', '"KEEP_ALIVE_SECONDS","value":"5"'),
    'keepAlive (5 s)',
  ],
  ['a longer idle timeout', attribute('idle_timeout.timeout_seconds', '300'), 'idleTimeout (300 s)'],
  [
    'a deregistration delay of 1 s',
    attribute('deregistration_delay.timeout_seconds', '1'),
    'deregistrationDelay (1 s)',
  ],
  [
    'the grace period of Kubernetes',
    manifest('"terminationGracePeriodSeconds":90', '"terminationGracePeriodSeconds":30'),
    'grace (30 s)',
  ],
  ['no preStop', manifest('"lifecycle":{"preStop":{"sleep":{"seconds":45}}},', ''), 'preStop (0 s)'],
  [
    'a drain as long as ever',
    manifest('"DRAIN_SECONDS","value":"35"', '"DRAIN_SECONDS","value":"60"'),
    'preStop + drain (105 s)',
  ],
  [
    'nodes that wait for nothing',
    manifest('"terminationGracePeriod":"3600s"', '"terminationGracePeriod":"60s"'),
    'nodeTermination (60 s)',
  ],
  ['a startup probe that gives up', manifest('"failureThreshold":30', '"failureThreshold":3'), 'startupBudget (6 s)'],
])('with %s they do not', async (_, change, told) => {
  const { holds, notes } = await withTemplate(folder, change, verdictOn);
  expect(holds).toBe(false);
  expect(notes.join('\n')).toContain(told.includes('+') ? told : `${told} `);
});
