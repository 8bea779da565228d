import type { Resources } from '../../../../lib/zero-downtime-eks/assembly-resources';
import { prove } from '../../../../lib/zero-downtime-eks/proofs/maintenance-in-order';
import { changed, stackResources, withAssembly } from '../stack-resources';

const resources = stackResources();
const judge = (broken = resources) =>
  withAssembly(broken, (assembly) => prove({ assembly, progress: () => undefined }));
const withoutBudgets = JSON.parse(
  JSON.stringify(resources).replaceAll('PodDisruptionBudget', 'PodDisruptionWish'),
) as Resources;

describe('zero-downtime-eks/maintenance-in-order', () => {
  test('holds', async () => {
    const { holds, figures, notes } = await judge();
    expect([holds, notes]).toEqual([true, []]);
    expect(figures.plans).toBeGreaterThan(200);
  });

  test.each([
    [
      'a database that changes its version by itself',
      changed(resources, 'DatabaseClusterReader', (properties) => ({ ...properties, AutoMinorVersionUpgrade: true })),
      'RDS changes its version by itself',
    ],
    ['pods without a disruption budget', withoutBudgets, 'a drain may take every pod at once'],
  ])('finds %s', async (_, broken, problem) => {
    const { holds, notes } = await judge(broken);
    expect(holds).toBe(false);
    expect(notes.filter((note) => note.includes(problem))).not.toEqual([]);
  });
});
