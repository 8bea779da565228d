import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPodIdentityAssociation, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { KEYS } from '../../services/landing-zone/link-table';
import { type Environment, NAMES } from './environments';
import type { PrivateCluster } from './private-cluster';
import { AdministratorToken } from './secrets';

export interface ApplicationProps {
  readonly environment: Environment;
  readonly cluster: PrivateCluster;
  /** The add-on that mounts secrets: it brings the kind SecretProviderClass. */
  readonly secretsStore: Construct;
}

/**
 * What the link service needs in an environment, and what Git cannot know: its table, its secret, the role of its pods, and
 * a namespace in which a ConfigMap and a SecretProviderClass name them. Everything else of it comes from Git.
 */
export class Application extends Construct {
  readonly environment: Environment;
  readonly table: Table;
  readonly token: AdministratorToken;
  /** Of the pods. */
  readonly role: Role;
  /** The objects that the manifests from Git refer to. */
  readonly objects: KubernetesManifest;

  constructor(scope: Construct, id: string, { environment, cluster, secretsStore }: ApplicationProps) {
    super(scope, id);
    this.environment = environment;
    this.table = this.createTable();
    this.token = new AdministratorToken(this, 'Token', cluster.secretsKey);
    this.role = this.createRole();
    const association = new CfnPodIdentityAssociation(this, 'Identity', {
      clusterName: cluster.cluster.clusterName,
      namespace: environment.namespace,
      serviceAccount: NAMES.serviceAccount,
      roleArn: this.role.roleArn,
    });
    const namespace = new KubernetesManifest(this, 'Namespace', {
      cluster: cluster.cluster,
      manifest: [namespaceOf(environment)],
    });
    this.objects = new KubernetesManifest(this, 'Objects', {
      cluster: cluster.cluster,
      manifest: [
        this.configMap(),
        this.token.secretProviderClass(NAMES.secretProviderClass, environment.namespace, NAMES.tokenFile),
      ],
    });
    // Pods get the credentials of an association only when they start after it.
    this.objects.node.addDependency(namespace, secretsStore, association);
  }

  private createTable(): Table {
    return new Table(this, 'Links', {
      partitionKey: { name: KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: KEYS.sort, type: AttributeType.STRING },
      timeToLiveAttribute: KEYS.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
  private createRole(): Role {
    const pods = new ServicePrincipal('pods.eks.amazonaws.com');
    const role = new Role(this, 'Role', { description: 'Pods of the link service', assumedBy: pods });
    role.assumeRolePolicy?.addStatements(new PolicyStatement({ actions: ['sts:TagSession'], principals: [pods] }));
    // The calls of link-table.ts. grantReadWriteData would add scanning and deleting.
    this.table.grant(
      role,
      ...['DescribeTable', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((call) => `dynamodb:${call}`),
    );
    this.token.secret.grantRead(role);
    return role;
  }

  private configMap(): Readonly<Record<string, unknown>> {
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: NAMES.configMap, namespace: this.environment.namespace },
      data: { [NAMES.tableName]: this.table.tableName, [NAMES.region]: Stack.of(this).region },
    };
  }
}

const namespaceOf = ({ namespace }: Environment): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});
