import { Stack, Validations } from 'aws-cdk-lib';
import { CfnPodIdentityAssociation, HelmChart, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { EksService } from '../constructs/eks-service';
import { controllerPolicy } from './gateway-controller-policy';
import { gatewayClass } from './gateway-manifests';

/**
 * The Gateway API Controller for VPC Lattice, and the release of the Gateway API that it is built for. The custom resource
 * definitions come as Envoy Gateway's chart of nothing else, as the Gateway API itself publishes none.
 *
 * @see https://github.com/aws/aws-application-networking-k8s/blob/main/docs/guides/upgrading-v2-0-x-to-v2-1-y.md
 * @see https://github.com/envoyproxy/gateway/releases/tag/v1.8.0
 */
const charts = {
  definitions: {
    chart: 'gateway-crds-helm',
    repository: 'oci://docker.io/envoyproxy/gateway-crds-helm',
    version: 'v1.8.2',
  },
  controller: {
    chart: 'aws-gateway-controller-chart',
    repository: 'oci://public.ecr.aws/aws-application-networking-k8s/aws-gateway-controller-chart',
    version: 'v2.1.3',
  },
} as const;

const NAMESPACE = 'aws-application-networking-system';
const SERVICE_ACCOUNT = 'gateway-api-controller';

export interface GatewayControllerProps {
  readonly eks: EksService;
}

/** Turns Gateway API objects of the cluster into VPC Lattice services. */
export class GatewayController extends Construct {
  constructor(scope: Construct, id: string, { eks: { cluster } }: GatewayControllerProps) {
    super(scope, id);
    const definitions = new HelmChart(this, 'Definitions', {
      cluster,
      ...charts.definitions,
      release: 'gateway-api',
      namespace: NAMESPACE,
      createNamespace: true,
      values: { crds: { gatewayAPI: { enabled: true, channel: 'standard' }, envoyGateway: { enabled: false } } },
    });
    const identity = new CfnPodIdentityAssociation(this, 'Identity', {
      clusterName: cluster.clusterName,
      namespace: NAMESPACE,
      serviceAccount: SERVICE_ACCOUNT,
      roleArn: this.createRole().roleArn,
    });
    const controller = new HelmChart(this, 'Controller', {
      cluster,
      ...charts.controller,
      release: SERVICE_ACCOUNT,
      namespace: NAMESPACE,
      wait: true,
      values: {
        serviceAccount: { name: SERVICE_ACCOUNT },
        // Pods of Auto Mode cannot ask the instance metadata for these.
        awsRegion: Stack.of(this).region,
        awsAccountId: Stack.of(this).account,
        clusterVpcId: cluster.vpc.vpcId,
        clusterName: cluster.clusterName,
        // It only serves readiness gates.
        webhookEnabled: false,
      },
    });
    controller.node.addDependency(definitions, identity);
    new KubernetesManifest(this, 'GatewayClass', { cluster, manifest: [gatewayClass] }).node.addDependency(controller);
  }

  /** The pod identity agent is part of Auto Mode. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
  private createRole(): Role {
    const pods = new ServicePrincipal('pods.eks.amazonaws.com');
    const role = new Role(this, 'Role', { assumedBy: pods });
    role.assumeRolePolicy?.addStatements(new PolicyStatement({ actions: ['sts:TagSession'], principals: [pods] }));
    for (const statement of controllerPolicy) role.addToPolicy(statement);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The ids of what the controller makes are not known before, and its other calls know no resources.',
    });
    return role;
  }
}
