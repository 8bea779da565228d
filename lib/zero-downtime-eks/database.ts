import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Connections, IConnectable, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseProxy,
  DefaultAuthScheme,
  ProxyTarget,
} from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { DATABASE_NAME, DATABASE_USER, DatabaseUser } from './database-user';

export { DATABASE_NAME, DATABASE_USER } from './database-user';

/** Of PostgreSQL, and of RDS Proxy. */
export const DATABASE_PORT = 5432;

/**
 * Aurora capacity units. With a minimum of 0 the cluster would pause, but it never does behind RDS Proxy, which keeps a
 * connection open; and a payment would wait for it to resume.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
 */
export const CAPACITY = { minimum: 0.5, maximum: 4 } as const;

/** The version changes here, by a deployment, when docs/maintenance.md says so. */
const VERSION = AuroraPostgresEngineVersion.VER_17_7;

export interface PaymentDatabaseProps {
  readonly vpc: IVpc;
  /** In at least two zones: those of the workload. */
  readonly subnets: readonly ISubnet[];
}

/**
 * The ledger: Aurora Serverless v2 with a reader in another zone, behind RDS Proxy.
 *
 * When the writer fails, Aurora makes the reader the writer. Statements that were under way fail, and the server retries
 * the whole transaction; connections to the proxy stay, new statements wait in it, and no client looks up a name again or
 * keeps an address of the old writer.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.howitworks.html
 */
export class PaymentDatabase extends Construct implements IConnectable {
  readonly cluster: DatabaseCluster;
  readonly proxy: DatabaseProxy;
  /** What the server connects to: the endpoint of the proxy. */
  readonly host: string;
  /** Of the proxy, which listens on DATABASE_PORT. */
  readonly connections: Connections;

  constructor(scope: Construct, id: string, { vpc, subnets }: PaymentDatabaseProps) {
    super(scope, id);
    this.cluster = this.createCluster(vpc, subnets);
    const user = new DatabaseUser(this, 'User', { cluster: this.cluster });
    this.proxy = this.createProxy(vpc, subnets);
    // The proxy logs in with the user's name as soon as somebody connects.
    this.proxy.node.addDependency(user);
    this.host = this.proxy.endpoint;
    this.connections = this.proxy.connections;
  }

  /** Lets the role of a pod connect to the proxy as DATABASE_USER. */
  grantConnect(grantee: IGrantable): void {
    this.proxy.grantConnect(grantee, DATABASE_USER);
  }

  private createCluster(vpc: IVpc, subnets: readonly ISubnet[]): DatabaseCluster {
    const [here, there] = subnets.map(({ availabilityZone }) => availabilityZone);
    const instance = {
      // A version that RDS changes by itself would be another one than the template's.
      autoMinorVersionUpgrade: false,
      publiclyAccessible: false,
    };
    const cluster = new DatabaseCluster(this, 'Cluster', {
      engine: DatabaseClusterEngine.auroraPostgres({ version: VERSION }),
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      securityGroups: [closedSecurityGroup(this, 'ClusterSecurityGroup', { vpc, description: 'Ledger' })],
      writer: ClusterInstance.serverlessV2('Writer', { ...instance, availabilityZone: here }),
      // What takes over has to be as large as what failed.
      readers: [
        ClusterInstance.serverlessV2('Reader', { ...instance, availabilityZone: there, scaleWithWriter: true }),
      ],
      serverlessV2MinCapacity: CAPACITY.minimum,
      serverlessV2MaxCapacity: CAPACITY.maximum,
      defaultDatabaseName: DATABASE_NAME,
      iamAuthentication: true,
      // RDS makes the master user's password, keeps it in Secrets Manager and rotates it; only the Data API uses it.
      manageMasterUserPassword: true,
      enableDataApi: true,
      storageEncrypted: true,
      // A blue/green deployment needs it, and it takes a restart: better before there are payments than on that day.
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/blue-green-deployments-creating.html
      parameters: { 'rds.logical_replication': '1' },
      backup: { retention: Duration.days(7), preferredWindow: '01:00-01:30' },
      preferredMaintenanceWindow: 'sun:02:00-sun:02:30',
      deletionProtection: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(cluster).acknowledge(
      { id: 'AwsSolutions-RDS10', reason: 'A sandbox has to be destroyable; production sets deletionProtection.' },
      { id: 'AwsSolutions-RDS11', reason: 'RDS Proxy listens on the default port, and nobody else connects.' },
    );
    return cluster;
  }

  private createProxy(vpc: IVpc, subnets: readonly ISubnet[]): DatabaseProxy {
    const securityGroup = closedSecurityGroup(this, 'ProxySecurityGroup', { vpc, description: 'Proxy of the ledger' });
    const role = new Role(this, 'ProxyRole', { assumedBy: new ServicePrincipal('rds.amazonaws.com') });
    this.cluster.grantConnect(role, DATABASE_USER);
    // It admits itself to the security group of the cluster, which admits nobody else.
    return new DatabaseProxy(this, 'Proxy', {
      proxyTarget: ProxyTarget.fromCluster(this.cluster),
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      securityGroups: [securityGroup],
      role,
      // From pod to proxy and from proxy to database: the application has no password at all.
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-iam-migration.html
      defaultAuthScheme: DefaultAuthScheme.IAM_AUTH,
      requireTLS: true,
      // Long enough for a failover; a payment that waits longer had better fail and be retried.
      borrowTimeout: Duration.seconds(30),
    });
  }
}
