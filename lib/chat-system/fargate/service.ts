import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  UlimitName,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../../constructs/closed-security-group';
import { serviceImage } from '../../constructs/service-image';
import type { Attachments } from '../attachments';
import type { ChatSystemConfig } from '../config';
import type { SignIn } from '../sign-in';
import type { Tables } from '../tables';
import type { WebSite } from '../web-site';
import type { ChatCache } from './cache';
import { serverEnvironment } from './environment';
import { CHAT_PORT, type ChatLoadBalancer } from './load-balancer';
import type { ChatNetwork } from './network';
import { scaleServers } from './scaling';
import { STOP_SECONDS } from './timings';

export interface ChatServiceProps {
  readonly config: ChatSystemConfig;
  readonly network: ChatNetwork;
  readonly loadBalancer: ChatLoadBalancer;
  readonly cache: ChatCache;
  readonly tables: Tables;
  readonly signIn: SignIn;
  readonly attachments: Attachments;
  readonly webSite: WebSite;
}

/**
 * The servers of services/chat-system on Fargate. Two at least: one alone would take everybody's connection with it, and
 * the one that replaces it needs a minute to come. A quarter of a CPU each is enough for a team and cheap to keep; many
 * small servers also make it few people who have to reconnect when one goes.
 */
export class ChatService extends Construct {
  readonly service: FargateService;
  readonly logGroup: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ChatServiceProps,
  ) {
    super(scope, id);
    const { network, loadBalancer, config } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const taskDefinition = this.createTaskDefinition();
    const securityGroup = this.createSecurityGroup();
    const cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.DISABLED,
    });
    Validations.of(cluster).acknowledge({
      id: 'AwsSolutions-ECS4',
      reason: 'The servers write the metrics that alarms need; Container Insights would cost more than they do.',
    });
    this.service = new FargateService(this, 'Service', {
      cluster,
      taskDefinition,
      // No count: a deployment would set it back from what scaling has made of it.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(60),
      securityGroups: [securityGroup],
      vpcSubnets: { subnets: network.publicSubnets.subnets },
      assignPublicIp: true,
    });
    loadBalancer.targetGroup.addTarget(this.service);
    // Tasks that cannot pull their image yet would trip the circuit breaker.
    this.service.node.addDependency(network, securityGroup);
    scaleServers(this.service, config);
  }

  private createSecurityGroup(): SecurityGroup {
    const { network, loadBalancer, cache } = this.props;
    const securityGroup = closedSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Servers of the chat',
    });
    securityGroup.connections.allowFrom(loadBalancer.securityGroup, Port.tcp(CHAT_PORT), 'The load balancer');
    securityGroup.connections.allowToAnyIpv4(Port.tcp(443), 'Image, logs, tables, keys of the user pool');
    cache.admit(securityGroup);
    return securityGroup;
  }

  private createTaskDefinition(): FargateTaskDefinition {
    const { tables, attachments } = this.props;
    const taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    const container = taskDefinition.addContainer('Server', {
      image: ContainerImage.fromDockerImageAsset(serviceImage(this, 'Image', 'chat-system')),
      environment: serverEnvironment(this.props),
      portMappings: [{ containerPort: CHAT_PORT }],
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(STOP_SECONDS),
      logging: LogDrivers.awsLogs({ streamPrefix: 'server', logGroup: this.logGroup }),
    });
    // Each connection is a file; Fargate's own limit is 65,535, and 1,024 for who does not ask.
    container.addUlimits({ name: UlimitName.NOFILE, softLimit: 65_535, hardLimit: 65_535 });

    const { taskRole } = taskDefinition;
    tables.grantUse(taskRole);
    // A server asks for the versions of many rooms at once; a function works on one.
    tables.rooms.grant(taskRole, 'dynamodb:BatchGetItem');
    attachments.grantUse(taskRole);
    taskRole.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['elasticloadbalancing:DescribeTargetHealth'], resources: ['*'] }),
    );
    Validations.of(taskRole).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'elasticloadbalancing:DescribeTargetHealth knows no resources.',
    });
    Validations.of(taskDefinition.obtainExecutionRole()).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken knows no resources.',
    });
    Validations.of(taskDefinition).acknowledge({
      id: 'AwsSolutions-ECS2',
      reason: 'The variables are names and limits; none of them is a secret.',
    });
    return taskDefinition;
  }
}
