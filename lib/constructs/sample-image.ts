import { join } from 'node:path';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { Construct } from 'constructs';
import { repositoryRoot } from './bundle';

/**
 * The image of services/sample-service for Graviton. Synth only takes its fingerprint; `cdk deploy` builds it. Its
 * arguments are the script and, of the server, the name that it answers with.
 */
export function sampleImage(scope: Construct, id: string): DockerImageAsset {
  return new DockerImageAsset(scope, id, {
    directory: join(repositoryRoot, 'services/sample-service'),
    platform: Platform.LINUX_ARM64,
  });
}
