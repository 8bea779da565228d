import { Duration } from 'aws-cdk-lib';
import { type Cluster, KubernetesManifest, KubernetesObjectValue } from 'aws-cdk-lib/aws-eks-v2';
import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-34';
import { Construct } from 'constructs';
import type { SchemaStep } from '../../services/zero-downtime-eks/phases';
import { chart } from './payment-manifests';
import { PAYMENTS } from './payment-names';
import { type PaymentPodProps, paymentContainer, restrictedPod } from './payment-pod';

export interface MigrationProps extends PaymentPodProps {
  /** Of the Job: the template of a Job cannot change, so another image or environment needs another name. */
  readonly name: string;
  /** What to make of the schema. @default - what LEDGER_PHASE needs */
  readonly schema?: SchemaStep;
}

/** Brings the schema to where the release expects it, before the first pod of the release. It may run again at any time. */
export function migrationChart({ name, schema, ...pod }: MigrationProps): Chart {
  const scope = chart();
  new k8s.KubeJob(scope, 'Migration', {
    metadata: { name, namespace: PAYMENTS.namespace },
    spec: {
      backoffLimit: 3,
      activeDeadlineSeconds: 600,
      template: {
        spec: {
          ...restrictedPod,
          restartPolicy: 'Never',
          containers: [{ ...paymentContainer('migrate', pod), args: ['migrate.mjs', ...(schema ? [schema] : [])] }],
        },
      },
    },
  });
  return scope;
}

export interface PaymentMigrationProps extends MigrationProps {
  readonly cluster: Cluster;
}

/**
 * The migration, and the wait for its success: where it fails the deployment fails, and no pod has been touched.
 * Whatever depends on this construct depends on that.
 */
export class PaymentMigration extends Construct {
  constructor(scope: Construct, id: string, { cluster, ...job }: PaymentMigrationProps) {
    super(scope, id);
    const manifest = new KubernetesManifest(this, 'Job', { cluster, manifest: migrationChart(job).toJson() });
    const succeeded = new KubernetesObjectValue(this, 'Succeeded', {
      cluster,
      objectType: 'job',
      objectName: job.name,
      objectNamespace: PAYMENTS.namespace,
      jsonPath: '.status.succeeded',
      timeout: Duration.minutes(10),
    });
    succeeded.node.addDependency(manifest);
  }
}
