import type { Proof } from '../../proof/claim';
import { checkManifests } from '../manifest-checks';
import { badManifests, pathOf, withMistake } from '../manifest-checks/bad-manifests';
import { titleOf } from '../manifest-checks/kubernetes-object';
import { type ClusterManifests, readManifests } from '../synthesized-manifests';

/** Checks every Kubernetes object of every stack, and then whether each mistake in those of the payments would be found. */
export const prove: Proof = async ({ assembly, progress }) => {
  const clusters = readManifests(assembly);
  const findings = clusters.flatMap(({ cluster, objects }) =>
    checkManifests(objects).map(({ object, path, problem }) => `${cluster}: ${object}: ${path} ${problem}`),
  );
  const payments = clusters.find(({ objects }) =>
    objects.some((each) => titleOf(each) === 'Deployment payments/payments'),
  );
  progress(`${badManifests.length} mistakes`);
  const missed = payments === undefined ? ['no Deployment payments/payments'] : mistakesMissed(payments);
  return {
    holds: findings.length === 0 && missed.length === 0,
    figures: {
      clusters: clusters.length,
      'Kubernetes objects': clusters.reduce((sum, { objects }) => sum + objects.length, 0),
      findings: findings.length,
      'mistakes found, of those made on purpose': `${badManifests.length - missed.length} of ${badManifests.length}`,
    },
    notes: [...findings, ...missed],
  };
};

function mistakesMissed({ objects }: ClusterManifests): readonly string[] {
  return badManifests.flatMap((bad) => {
    const path = pathOf(bad);
    const isFound = checkManifests(withMistake(objects, bad)).some(
      (finding) => finding.object === (bad.foundIn ?? bad.object) && finding.path.endsWith(path),
    );
    return isFound ? [] : [`not found: ${bad.mistake}`];
  });
}
