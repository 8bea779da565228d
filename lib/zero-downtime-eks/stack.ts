import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { eksCluster } from '../constructs/eks-cluster';
import { threeZones, WorkloadVpc } from '../constructs/workload-vpc';
import { CanaryRelease } from './canary';
import type { ZeroDowntimeEksConfig } from './config';
import { PaymentDatabase } from './database';
import { DnsFailover } from './dns-failover';
import { PaymentLoadBalancer } from './load-balancer';
import { Observability } from './observability';
import { PAYMENTS, REPLICAS } from './payment-names';
import { PaymentService } from './payment-service';

export interface ZeroDowntimeEksStackProps {
  /** As `validateConfig` returned it. */
  readonly config: ZeroDowntimeEksConfig;
}

/** A payment service on EKS that loses nothing while its pods, nodes, versions and databases are replaced. */
export class ZeroDowntimeEksStack extends Stack {
  constructor(scope: Construct, id: string, { config }: ZeroDowntimeEksStackProps) {
    super(scope, id, { description: 'A payment service on EKS without downtime' });
    const { adminRoleArn, alarmEmail, certificateArn, dns, release = { ledgerPhase: 'after' }, zones } = config;

    const network = new WorkloadVpc(this, 'Network', {
      cidr: '10.30.0.0/16',
      internetEgress: true,
      zones: zones ?? threeZones(),
    });
    const balancer = new PaymentLoadBalancer(this, 'LoadBalancer', { network, certificateArn });
    const { loadBalancer, listener, stable, canary } = balancer;
    const database = new PaymentDatabase(this, 'Database', { vpc: network.vpc, subnets: network.workloadSubnets });
    const cluster = eksCluster(this, 'Cluster', network);
    if (adminRoleArn) cluster.grantClusterAdmin('Admin', adminRoleArn);
    const payments = new PaymentService(this, 'Payments', { cluster, balancer, database, release });
    const observability = new Observability(this, 'Observability', {
      cluster,
      workload: { ...PAYMENTS, replicas: REPLICAS },
      zones: network.workloadSubnets.length,
      loadBalancer,
      stable,
      canary,
      database,
      certificateArn,
      alarmEmail,
    });
    // Its pods need nodes, and alarms for missing targets would go off before there are any.
    observability.node.addDependency(payments);
    const { canaryAlarm, topic } = observability;
    new CanaryRelease(this, 'Canary', { listener, stable, canary, alarm: canaryAlarm, topic });
    if (dns) new DnsFailover(this, 'Dns', { config: dns, loadBalancer });
  }
}
