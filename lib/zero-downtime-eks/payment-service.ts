import { Stack } from 'aws-cdk-lib';
import { Port } from 'aws-cdk-lib/aws-ec2';
import type { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { CfnAddon, CfnPodIdentityAssociation, type Cluster, type KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { paymentVariables } from '../../services/zero-downtime-eks/environment';
import { serviceImage } from '../constructs/service-image';
import type { ReleaseConfig } from './config';
import { DATABASE_NAME, DATABASE_PORT, DATABASE_USER, type PaymentDatabase } from './database';
import type { PaymentLoadBalancer } from './load-balancer';
import { PaymentMigration } from './migration';
import { nodePoolChart } from './node-pool';
import { bindingChart, canaryChart, namespaceChart, paymentsChart } from './payment-manifests';
import { CANARY, PAYMENT_PORT, PAYMENTS } from './payment-names';
import type { PaymentPodProps } from './payment-pod';
import { podRole } from './pod-role';
import { TIMINGS } from './timings';

export interface PaymentServiceProps {
  readonly cluster: Cluster;
  readonly balancer: PaymentLoadBalancer;
  readonly database: PaymentDatabase;
  readonly release: ReleaseConfig;
}

/**
 * The payment server on the cluster. The order is part of the answer: nodes and names, then the target groups' bindings,
 * as pods get their readiness gate only after these; then the migration, and pods only when it has succeeded.
 */
export class PaymentService extends Construct {
  private readonly image: DockerImageAsset;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PaymentServiceProps,
  ) {
    super(scope, id);
    const { cluster, balancer, database, release } = props;
    this.image = serviceImage(this, 'Image', 'zero-downtime-eks');
    balancer.ownedBy(cluster.clusterName);
    balancer.securityGroup.connections.allowTo(cluster.clusterSecurityGroup, Port.tcp(PAYMENT_PORT.number), 'Pods');
    database.connections.allowFrom(cluster.clusterSecurityGroup, Port.tcp(DATABASE_PORT), 'Pods');

    const nodePool = cluster.addCdk8sChart('NodePool', nodePoolChart());
    this.addMetricsServer(nodePool);
    const namespace = cluster.addCdk8sChart('Namespace', namespaceChart());
    const bindings = [
      cluster.addCdk8sChart('StableBinding', bindingChart(PAYMENTS, balancer.stable.targetGroupArn)),
      cluster.addCdk8sChart('CanaryBinding', bindingChart(CANARY, balancer.canary.targetGroupArn)),
    ];
    // Pods are registered only with a target group that a load balancer uses.
    for (const binding of bindings) binding.node.addDependency(namespace, balancer.listener);

    const identity = this.identity();
    const migration = this.migration();
    migration.node.addDependency(nodePool, namespace, identity, database);
    const canary = cluster.addCdk8sChart('Canary', canaryChart(this.pod()));
    const payments = cluster.addCdk8sChart('Payments', paymentsChart(this.pod(release.stable)));
    for (const pods of [canary, payments]) pods.node.addDependency(migration, ...bindings);
  }

  /** The token of IAM database authentication comes from it. The agent is part of Auto Mode. */
  private identity(): CfnPodIdentityAssociation {
    const role = podRole(this, 'Role');
    this.props.database.grantConnect(role);
    const identity = new CfnPodIdentityAssociation(this, 'Identity', {
      clusterName: this.props.cluster.clusterName,
      namespace: PAYMENTS.namespace,
      serviceAccount: PAYMENTS.name,
      roleArn: role.roleArn,
    });
    // On its policy, too, which is another resource.
    identity.node.addDependency(role);
    return identity;
  }

  /** A Job of its own for each image and step: what has run is not run again by a deployment that changes neither. */
  private migration(): PaymentMigration {
    const { cluster, release } = this.props;
    const { ledgerPhase, schema } = release;
    const name = `migrate-${this.image.assetHash.slice(0, 10)}-${schema ?? ledgerPhase}`;
    return new PaymentMigration(this, 'Migration', { cluster, name, ...(schema && { schema }), ...this.pod() });
  }

  /** @param earlier release in the same repository. @default - that of this checkout */
  private pod(earlier?: ReleaseConfig['stable']): PaymentPodProps {
    const { database, release } = this.props;
    const tag = earlier?.imageTag ?? this.image.assetHash;
    return {
      image: earlier ? this.image.repository.repositoryUriForTag(tag) : this.image.imageUri,
      environment: paymentVariables({
        // The cluster is one of IPv4.
        address: '0.0.0.0',
        port: PAYMENT_PORT.number,
        keepAliveSeconds: TIMINGS.keepAlive,
        drainSeconds: TIMINGS.drain,
        databaseHost: database.host,
        databasePort: DATABASE_PORT,
        databaseName: DATABASE_NAME,
        databaseUser: DATABASE_USER,
        databaseAuthentication: 'iam',
        ledgerPhase: (earlier ?? release).ledgerPhase,
        release: tag.slice(0, 12),
        region: Stack.of(this).region,
      }),
    };
  }

  /** The autoscaler reads CPU from it; EKS leaves it out, Auto Mode or not. */
  private addMetricsServer(nodePool: KubernetesManifest): void {
    const addon = new CfnAddon(this, 'MetricsServer', {
      clusterName: this.props.cluster.clusterName,
      addonName: 'metrics-server',
    });
    // It becomes active only when its pods run.
    addon.node.addDependency(nodePool);
  }
}
