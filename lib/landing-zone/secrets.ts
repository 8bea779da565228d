import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function';
import type { PrivateCluster } from './private-cluster';

/**
 * The Secrets Store CSI driver with the provider of AWS, which mounts secrets as files in memory. It asks Secrets Manager
 * by the role of the pod that mounts, and may read nothing itself.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-pod-identity-integration.html
 */
export function secretsStoreAddon(cluster: PrivateCluster): Construct {
  return cluster.addAddon('SecretsStore', 'aws-secrets-store-csi-driver-provider', {
    'secrets-store-csi-driver': {
      enableSecretRotation: true,
      // The token before the last one is good for ROTATION, so half an hour is early enough; each look costs a request.
      rotationPollInterval: '30m',
      // No copy in a Kubernetes Secret.
      syncSecret: { enabled: false },
      tokenRequests: [{ audience: 'pods.eks.amazonaws.com' }],
    },
  });
}

/** How often the token is replaced. */
const ROTATION = Duration.days(30);

/**
 * The administrator's token of a link service, `{"current": "...", "previous": "..."}`. Secrets Manager makes it up, so
 * that it is in no template, and a function replaces it.
 */
export class AdministratorToken extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, encryptionKey: IKey) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Tokens of the administrator of the link service',
      encryptionKey,
      generateSecretString: {
        // Before the first rotation there is none.
        secretStringTemplate: JSON.stringify({ previous: '' }),
        generateStringKey: 'current',
        excludePunctuation: true,
        passwordLength: 43,
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const rotation = new BundledFunction(this, 'Rotation', {
      description: 'Replaces the token of the administrator of the link service',
      entry: 'lambda/landing-zone/rotate-token.ts',
      environment: {},
      timeout: Duration.seconds(30),
    });
    this.secret.addRotationSchedule('Schedule', { rotationLambda: rotation, automaticallyAfter: ROTATION });
    Validations.of(rotation.executionRole).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'CDK lets every rotation function ask for random passwords, which knows no resources.',
    });
  }

  /**
   * What the CSI driver mounts: one file with the whole secret.
   *
   * @see https://github.com/aws/secrets-store-csi-driver-provider-aws
   */
  secretProviderClass(name: string, namespace: string, fileName: string): Readonly<Record<string, unknown>> {
    const objects = [{ objectName: this.secret.secretArn, objectAlias: fileName }];
    return {
      apiVersion: 'secrets-store.csi.x-k8s.io/v1',
      kind: 'SecretProviderClass',
      metadata: { name, namespace },
      spec: {
        provider: 'aws',
        parameters: {
          region: Stack.of(this).region,
          usePodIdentity: 'true',
          // A text that holds YAML, of which JSON is a part.
          objects: Stack.of(this).toJsonString(objects),
        },
      },
    };
  }
}
