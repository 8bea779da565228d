import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { ApplicationListener, ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { awsPrefixList } from './aws-prefix-list';
import { closedSecurityGroup } from './closed-security-group';
import { InternalLoadBalancer } from './internal-load-balancer';
import { sampleImage } from './sample-image';
import { SERVICE_PORT } from './service-port';
import type { Workload } from './workload';
import type { WorkloadVpc } from './workload-vpc';

export interface EcsServiceProps {
  readonly network: WorkloadVpc;
}

/** The sample service as two Fargate tasks, each with an interface of its own, behind an Application Load Balancer. */
export class EcsService extends Construct implements Workload {
  readonly network: WorkloadVpc;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly loadBalancerSecurityGroup: SecurityGroup;
  readonly workloadSecurityGroup: SecurityGroup;
  readonly service: FargateService;

  constructor(scope: Construct, id: string, { network }: EcsServiceProps) {
    super(scope, id);
    this.network = network;
    const { securityGroup, loadBalancer, listener, targetGroup } = new InternalLoadBalancer(this, 'Balancer', network);
    this.loadBalancer = loadBalancer;
    this.listener = listener;
    this.loadBalancerSecurityGroup = securityGroup;
    this.workloadSecurityGroup = this.createTaskSecurityGroup();
    this.service = this.createService();
    targetGroup.addTarget(this.service);
  }

  private createTaskSecurityGroup(): SecurityGroup {
    const { vpc, endpointSecurityGroup } = this.network;
    const tasks = closedSecurityGroup(this, 'TaskSecurityGroup', {
      vpc,
      description: 'Tasks of the sample service',
    });
    tasks.connections.allowFrom(this.loadBalancerSecurityGroup, Port.tcp(SERVICE_PORT), 'The load balancer');
    const https = Port.tcp(443);
    if (endpointSecurityGroup) {
      tasks.connections.allowTo(endpointSecurityGroup, https, 'Images and logs');
      tasks.connections.allowTo(awsPrefixList(this, 'S3', 's3'), https, 'Layers of images');
    } else {
      tasks.connections.allowToAnyIpv4(https, 'Images and logs');
    }
    return tasks;
  }

  private createService(): FargateService {
    const cluster = new Cluster(this, 'Cluster', { vpc: this.network.vpc });
    Validations.of(cluster).acknowledge({
      id: 'AwsSolutions-ECS4',
      reason: 'Container Insights of two sample tasks would cost more than it tells.',
    });
    const taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    taskDefinition.addContainer('Sample', {
      image: ContainerImage.fromDockerImageAsset(sampleImage(this, 'Image')),
      command: ['server.mjs', 'ecs'],
      portMappings: [{ containerPort: SERVICE_PORT }],
      readonlyRootFilesystem: true,
      logging: LogDrivers.awsLogs({
        streamPrefix: 'sample',
        logGroup: new LogGroup(this, 'Logs', {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      }),
    });
    Validations.of(taskDefinition.obtainExecutionRole()).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken knows no resources.',
    });
    const service = new FargateService(this, 'Service', {
      cluster,
      taskDefinition,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(60),
      securityGroups: [this.workloadSecurityGroup],
      vpcSubnets: { subnets: [...this.network.workloadSubnets] },
      assignPublicIp: false,
    });
    // Tasks that cannot pull their image yet would trip the circuit breaker.
    service.node.addDependency(this.network, this.workloadSecurityGroup);
    return service;
  }
}
