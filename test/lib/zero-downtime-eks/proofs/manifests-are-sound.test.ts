import { prove } from '../../../../lib/zero-downtime-eks/proofs/manifests-are-sound';
import { assemblyWith, withTemplate } from '../assembly';

const { folder } = assemblyWith();
const verdictOn = (assembly: string) => prove({ assembly, progress: () => undefined });

test('those of the stack are', async () => {
  const { holds, figures, notes } = await verdictOn(folder);
  expect(notes).toEqual([]);
  expect(holds).toBe(true);
  expect(figures).toMatchObject({ clusters: 1, findings: 0 });
});

test.each([
  [
    'a budget that blocks every drain',
    (text: string) => text.replaceAll('\\"maxUnavailable\\":1', '\\"maxUnavailable\\":0'),
    'PodDisruptionBudget payments/payments: spec.maxUnavailable 0 never lets a pod go',
  ],
  [
    'a Service that selects nothing',
    (text: string) =>
      text.replace(
        '\\"selector\\":{\\"app.kubernetes.io/name\\":\\"payments\\"}',
        '\\"selector\\":{\\"app\\":\\"x\\"}',
      ),
    'Service payments/payments: spec.selector selects no pods',
  ],
  [
    'a level of security that the pods do not have',
    (text: string) => text.replaceAll('\\"allowPrivilegeEscalation\\":false', '\\"allowPrivilegeEscalation\\":true'),
    'securityContext.allowPrivilegeEscalation the namespace demands false',
  ],
])('%s is found', async (_, change, note) => {
  const { holds, notes } = await withTemplate(folder, change, verdictOn);
  expect(holds).toBe(false);
  expect(notes).toContainEqual(expect.stringContaining(note));
});

test('an assembly without the Deployment proves nothing', async () => {
  const withoutManifests = (text: string) => text.replaceAll('KubernetesResource', 'Nothing');
  const { holds, notes } = await withTemplate(folder, withoutManifests, verdictOn);
  expect(holds).toBe(false);
  expect(notes).toEqual(['no Deployment payments/payments']);
});
