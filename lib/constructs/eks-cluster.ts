import { Aws, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Cluster, ClusterLoggingTypes, EndpointAccess } from 'aws-cdk-lib/aws-eks-v2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { closedSecurityGroup } from './closed-security-group';
import { acknowledgeCluster } from './eks-acknowledgements';
import { KUBERNETES_VERSION, KubectlLayer } from './kubernetes-version';
import { ownLogs } from './own-logs';
import type { WorkloadVpc } from './workload-vpc';

/**
 * An Auto Mode cluster whose API answers only inside the VPC, so that the function that runs kubectl is in it too. EKS
 * encrypts everything that the API stores by itself, so there is no key of one's own to pay for.
 *
 * Only the `system` node pool is on: without any built-in pool there is no `default` NodeClass.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html
 */
export function eksCluster(scope: Construct, id: string, { vpc, workloadSubnets }: WorkloadVpc): Cluster {
  const subnets = { subnets: [...workloadSubnets] };
  // EKS creates the log group by the cluster's name, and it stays. Under a name that is known before, the stack owns it.
  // The stack's id makes it unique.
  const clusterName = `takehome-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    logGroupName: `/aws/eks/${clusterName}/cluster`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const cluster = new Cluster(scope, id, {
    clusterName,
    version: KUBERNETES_VERSION,
    vpc,
    vpcSubnets: [subnets],
    compute: { nodePools: ['system'] },
    bootstrapSelfManagedAddons: false,
    bootstrapClusterCreatorAdminPermissions: false,
    endpointAccess: EndpointAccess.PRIVATE,
    securityGroup: closedSecurityGroup(scope, `${id}ControlPlane`, {
      vpc,
      description: 'Interfaces of the control plane, beside the cluster security group',
    }),
    kubectlProviderOptions: {
      kubectlLayer: new KubectlLayer(scope, `${id}Kubectl`),
      privateSubnets: [...workloadSubnets],
    },
    clusterLogging: Object.values(ClusterLoggingTypes),
  });
  cluster.node.addDependency(logGroup);
  ownLogs(cluster);
  acknowledgeCluster(cluster);
  return cluster;
}
