import { join } from 'node:path';
import { AssetHashType, AssetStaging, DockerImage } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { Construct } from 'constructs';
import { type BundledFile, repositoryRoot } from './bundle';
import { stageService } from './bundled-service';

/**
 * The image of `services/<service>` for Graviton: its Dockerfile beside `server.mjs` and, where the service has a
 * `migrate.ts`, `migrate.mjs`, all bundled in this process. Synth stages the folder, and `cdk deploy` builds it; the
 * folder also runs without an image: `node server.mjs`.
 *
 * @param service name of the folder below `services`
 * @param web files that a browser gets, for the folder `web` beside `server.mjs`
 * @throws BuildFailure of esbuild
 */
export function serviceImage(
  scope: Construct,
  id: string,
  service: string,
  web: readonly BundledFile[] = [],
): DockerImageAsset {
  const staging = new AssetStaging(scope, `${id}Files`, {
    sourcePath: join(repositoryRoot, 'services', service),
    // Of what comes out: neither the checkout's path nor a comment in the sources makes a new image.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-run'),
      command: [service],
      local: {
        tryBundle: (folder) => {
          stageService(service, folder, web);
          return true;
        },
      },
    },
  });
  return new DockerImageAsset(scope, id, {
    directory: staging.absoluteStagedPath,
    platform: Platform.LINUX_ARM64,
  });
}
