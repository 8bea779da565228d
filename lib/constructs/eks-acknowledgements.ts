import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IConstruct } from 'constructs';
import { acknowledgeManagedPolicies, LAMBDA_BASIC } from './managed-policies';

const LAMBDA_IN_VPC = 'service-role/AWSLambdaVPCAccessExecutionRole';
const PULL = 'AmazonEC2ContainerRegistryReadOnly';

/**
 * Says why what CDK makes around an Auto Mode cluster is as it is.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html
 */
export function acknowledgeCluster(cluster: Cluster): void {
  const autoMode = 'Auto Mode demands these, or all that they hold.';
  acknowledgeManagedPolicies(
    cluster.role,
    ['Cluster', 'Compute', 'BlockStorage', 'LoadBalancing', 'Networking'].map((name) => `AmazonEKS${name}Policy`),
    autoMode,
  );
  const nodeRole = child(cluster, `${cluster.node.id}nodePoolRole`);
  acknowledgeManagedPolicies(nodeRole, ['AmazonEKSWorkerNodePolicy', PULL], autoMode);
  acknowledgeKubectl(cluster);
}

/** The same of the function that runs kubectl in any cluster's VPC. */
export function acknowledgeKubectl(cluster: Cluster): void {
  const handler = child(cluster, 'KubectlProvider', 'Handler');
  acknowledgeHandler(handler);
  acknowledgeFramework(child(cluster, 'KubectlProvider', 'Provider', 'framework-onEvent'), handler);
}

function acknowledgeHandler(handler: IConstruct): void {
  const role = child(handler, 'ServiceRole');
  const reason = 'CDK makes this role; kubectl and helm pull from ECR.';
  acknowledgeManagedPolicies(role, [LAMBDA_BASIC, LAMBDA_IN_VPC, PULL], reason);
  const publicPull = {
    'Fn::If': [
      logicalId(child(handler, 'HasEcrPublic')),
      {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonElasticContainerRegistryPublicReadOnly'],
        ],
      },
      { Ref: 'AWS::NoValue' },
    ],
  };
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM4[Policy::${JSON.stringify(publicPull)}]`, reason });
  Validations.of(handler).acknowledge({
    id: 'AwsSolutions-L1',
    reason: 'CDK chooses the runtime of its own function.',
  });
}

function acknowledgeFramework(framework: IConstruct, handler: IConstruct): void {
  const role = child(framework, 'ServiceRole');
  acknowledgeManagedPolicies(role, [LAMBDA_BASIC, LAMBDA_IN_VPC], 'CDK makes this role.');
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${logicalId(child(handler, 'Resource'))}.Arn>:*]`,
    reason: 'Every version of one function.',
  });
}

const child = (construct: IConstruct, ...path: readonly string[]): IConstruct =>
  path.reduce<IConstruct>((found, id) => found.node.findChild(id), construct);

function logicalId(construct: IConstruct): string {
  if (!CfnElement.isCfnElement(construct)) throw new Error(`${construct.node.path} is not in the template`);
  return Stack.of(construct).getLogicalId(construct);
}
