import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Application } from './application';
import { Bastion } from './bastion';
import type { LandingZoneConfig } from './config';
import { Delivery } from './delivery';
import { DEFAULT_DELIVERY } from './delivery-config';
import { ENVIRONMENTS } from './environments';
import { GitOps } from './gitops';
import { LandingZoneNetwork } from './network';
import { PrivateCluster } from './private-cluster';
import { secretsStoreAddon } from './secrets';

export interface LandingZoneStackProps {
  /** As `validateConfig` returned it. */
  readonly config: LandingZoneConfig;
}

/** Network, bastion, private cluster and delivery in 10.10.4.0/22. */
export class LandingZoneStack extends Stack {
  constructor(scope: Construct, id: string, { config }: LandingZoneStackProps) {
    super(scope, id, { description: 'Network, bastion, private EKS and delivery in a small CIDR' });
    const { egress = 'nat', sshFrom, administrators = [], delivery = DEFAULT_DELIVERY } = config;
    const network = new LandingZoneNetwork(this, 'Network', egress);
    const cluster = new PrivateCluster(this, 'Cluster', network);
    new Bastion(this, 'Bastion', { network, cluster, ...(sshFrom !== undefined && { sshFrom }) });
    cluster.admitAdministrators(administrators);

    const secretsStore = secretsStoreAddon(cluster);
    const applications = ENVIRONMENTS.map(
      (environment) => new Application(this, environment.id, { environment, cluster, secretsStore }),
    );
    new Delivery(this, 'Delivery', { config: delivery });
    // No endpoint leads to a Git host.
    if (egress === 'nat') new GitOps(this, 'GitOps', { cluster, delivery, applications });
  }
}
