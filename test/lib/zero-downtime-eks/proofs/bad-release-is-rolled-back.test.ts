import type { Resources } from '../../../../lib/zero-downtime-eks/assembly-resources';
import { prove } from '../../../../lib/zero-downtime-eks/proofs/bad-release-is-rolled-back';
import { changed, stackResources, withAssembly } from '../stack-resources';

const resources = stackResources();
const judge = (broken = resources) =>
  withAssembly(broken, (assembly) => prove({ assembly, progress: () => undefined }));
/** The definition of the state machine, with a text replaced everywhere. */
const redefined = (from: string | RegExp, to: string): Resources =>
  changed(resources, 'CanaryStateMachine', (properties) => {
    const before = JSON.stringify(properties.DefinitionString);
    const after = before.replaceAll(from, to);
    if (after === before) throw new Error(`the definition has no ${from}`);
    return { ...properties, DefinitionString: JSON.parse(after) };
  });

describe('zero-downtime-eks/bad-release-is-rolled-back', () => {
  test('holds', async () => {
    const { holds, figures, notes } = await judge();
    expect([holds, notes]).toEqual([true, []]);
    expect(figures['a good release reaches']).toMatch(/^50 %/);
  });

  test.each([
    [
      'no Catch',
      redefined(/,\\"Catch\\":\[\{\\"ErrorEquals\\":\[\\"States\.ALL\\"\],\\"Next\\":\\"TakeBack\\"\}\]/g, ''),
      'the state of the alarm cannot be read: the canary still has 5 %',
    ],
    [
      'an alarm that nobody looks at',
      redefined(/\\"Default\\":\\"TakeBack\\"/g, '\\"Default\\":\\"Finish\\"'),
      'one request in five fails: it is taken for good',
    ],
    [
      'anything but an alarm taken for good',
      redefined("StateValue = 'OK'", "StateValue = 'INSUFFICIENT_DATA'"),
      'nobody sends requests, so that there is no verdict: it is taken for good',
    ],
    [
      'a weight that is not taken back',
      redefined(/\\"Weight\\":0\}/g, '\\"Weight\\":5}'),
      'one request in five fails: the canary still has',
    ],
    [
      'an alarm that takes silence for good news',
      changed(resources, 'ObservabilityCanaryBad', (properties) => ({
        ...properties,
        TreatMissingData: 'notBreaching',
      })),
      'nobody sends requests, so that there is no verdict: it is taken for good',
    ],
    [
      'an alarm that goes off too late',
      changed(resources, 'ObservabilityCanaryBad', (properties) => ({ ...properties, Threshold: 0.5 })),
      'one request in five fails: it is taken for good',
    ],
    [
      'a role that may not set weights',
      changed(resources, 'CanaryStateMachineRoleDefaultPolicy', (properties) => ({
        ...properties,
        PolicyDocument: JSON.parse(
          JSON.stringify(properties.PolicyDocument).replace('elasticloadbalancing:ModifyListener', 'none:None'),
        ),
      })),
      'nothing fails: it ends FAILED after 0 %',
    ],
  ])('finds %s', async (_, broken, problem) => {
    const { holds, notes } = await judge(broken);
    expect(holds).toBe(false);
    expect(notes.filter((note) => note.includes(problem))).not.toEqual([]);
  });
});
