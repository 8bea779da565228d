import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { repositoryRoot } from '../../constructs/bundle';
import type { Proof } from '../../proof/claim';
import { clearSecrets, type SecretSources } from '../clear-secrets';
import { type KubernetesObject, objectsOf, readLandingZone, resourcesOf } from '../template';

/** What becomes objects of the cluster by Argo CD, and what builds and brings the image. */
const FOLDERS = ['services/landing-zone', 'lambda/landing-zone'];
const WORKFLOW = '.github/workflows/landing-zone.yml';

/** Looks for secrets in the template, in what Argo CD applies, in the workflow and in the sources of what runs. */
export const prove: Proof = async ({ assembly }) => {
  const sources = readSources(assembly);
  const problems = clearSecrets(sources);
  return {
    holds: problems.length === 0 && sources.manifests.length > 0,
    figures: {
      'secrets that Secrets Manager makes up': resourcesOf(sources.template, 'AWS::SecretsManager::Secret').length,
      'Kubernetes objects in the template': objectsOf(sources.template).length,
      'Kubernetes objects in Git': sources.manifests.length,
      'files read': sources.texts.length,
    },
    notes: problems,
  };
};

/** Everything that the proof looks through. */
export function readSources(assembly: string): SecretSources {
  const paths = [...FOLDERS.flatMap(filesBelow), WORKFLOW];
  return {
    template: readLandingZone(assembly),
    manifests: paths
      .filter((path) => path.includes('/deploy/') && path.endsWith('.yaml'))
      .flatMap((path) =>
        (Yaml.load(join(repositoryRoot, path)) as KubernetesObject[]).map((object) => ({ path, object })),
      ),
    texts: paths.map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') })),
  };
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(join(repositoryRoot, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repositoryRoot.length + 1));
}
