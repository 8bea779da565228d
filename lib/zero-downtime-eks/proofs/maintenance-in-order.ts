import type { Proof } from '../../proof/claim';
import { assemblyResources, onlyOne, type Resources } from '../assembly-resources';
import { type AddOn, type Components, upgradePlan, type Versions } from '../maintenance';
import { policyViolations } from '../version-policy';

/** Minor versions to go, and by which the oldest node is behind at the beginning. */
const DISTANCES = [0, 1, 2, 3, 4] as const;
const LAGS = [0, 1, 2, 3] as const;
/** How many minor versions of Kubernetes a release of an add-on is compatible with. */
const BREADTHS = [2, 3, 4] as const;

/**
 * Plans every upgrade from what the template installs, and carries each plan out on paper, with the rules looked at after
 * every step. It also looks whether the template leaves a version to be changed by anybody but a plan.
 */
export const prove: Proof = async ({ assembly, progress }) => {
  const resources = assemblyResources(assembly);
  const installed = installedVersions(resources);
  const names = addOnNames(resources);
  const minor = Number(installed.kubernetes.split('.')[1]);
  const [major = 0, patch = 0] = installed.database.split('.').map(Number);
  const problems: string[] = [...leftToOthers(resources)];
  let [plans, steps] = [0, 0];
  progress(`plans from Kubernetes ${installed.kubernetes} and Aurora PostgreSQL ${installed.database}`);
  for (const distance of DISTANCES) {
    for (const lag of LAGS) {
      for (const breadth of BREADTHS) {
        for (const database of [installed.database, `${major}.${patch + 1}`, `${major + 1}.1`]) {
          for (const nodes of ['auto-mode', 'managed'] as const) {
            // A cluster that stays as it is leaves its nodes as they are.
            if (distance === 0 && lag > 0) continue;
            const current = { ...installed, nodes: `1.${minor - lag}` };
            const target = { kubernetes: `1.${minor + distance}`, database };
            const components: Components = { addOns: addOnsOf(names, minor, breadth), nodes };
            const plan = upgradePlan(current, target, components);
            const found = policyViolations(current, target, components.addOns, plan);
            problems.push(...found.map((problem) => `${nodes}, ${lag} behind, to ${target.kubernetes}: ${problem}`));
            plans += 1;
            steps += plan.length;
          }
        }
      }
    }
  }
  return {
    holds: problems.length === 0,
    figures: {
      'installed Kubernetes': installed.kubernetes,
      'installed Aurora PostgreSQL': installed.database,
      plans,
      steps,
    },
    notes: problems.slice(0, 10),
  };
};

function installedVersions(resources: Resources): Versions {
  const [, cluster] = onlyOne(resources, 'AWS::EKS::Cluster');
  const [, database] = onlyOne(resources, 'AWS::RDS::DBCluster');
  const kubernetes = String(cluster.Properties?.Version);
  return { kubernetes, nodes: kubernetes, database: String(database.Properties?.EngineVersion) };
}

const addOnNames = (resources: Resources): readonly string[] =>
  Object.values(resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::EKS::Addon' ? [String(Properties?.AddonName)] : [],
  );

/** Releases as AWS lists them: each new one knows one more minor version and forgets one. The installed one is in the middle. */
function addOnsOf(names: readonly string[], minor: number, breadth: number): readonly AddOn[] {
  const first = minor - Math.floor(breadth / 2);
  const releases = Array.from({ length: 8 }, (_, index) => ({
    version: `v1.${index}.0-eksbuild.1`,
    kubernetes: Array.from({ length: breadth }, (_unused, offset) => `1.${first + index + offset}`),
  }));
  return names.map((name) => ({ name, version: releases[0]?.version ?? '', releases: [...releases].reverse() }));
}

function leftToOthers(resources: Resources): readonly string[] {
  const automatic = Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
    Type === 'AWS::RDS::DBInstance' && Properties?.AutoMinorVersionUpgrade !== false
      ? [`${id}: RDS changes its version by itself`]
      : [],
  );
  const hasBudget = Object.values(resources).some(({ Properties }) =>
    /kind\\*":\\*"PodDisruptionBudget/.test(JSON.stringify(Properties?.Manifest ?? '')),
  );
  return [...automatic, ...(hasBudget ? [] : ['no PodDisruptionBudget: a drain may take every pod at once'])];
}
