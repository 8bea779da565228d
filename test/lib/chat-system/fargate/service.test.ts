import { Match } from 'aws-cdk-lib/assertions';
import { connectionsWanted } from '../../../../lib/chat-system/fargate/scaling';
import { DEREGISTRATION_SECONDS, DRAIN_SECONDS, STOP_SECONDS } from '../../../../lib/chat-system/fargate/timings';
import { httpServer } from '../../../../services/chat-system/http/http-server';
import type { RouteContext } from '../../../../services/chat-system/http/routes';
import { Log } from '../../../../services/chat-system/log';
import { limits } from '../../../../services/chat-system/protocol/limits';
import { readSettings } from '../../../../services/chat-system/settings';
import { chatMetrics, METRIC_NAMESPACE } from '../../../../services/chat-system/telemetry';
import { config, fargateTemplate, full, only, type Properties, propertiesOf } from '../assembly';
import { serverVariables } from './server-variables';

// cdk-nag runs in synth, which throws its report under jest.
const template = fargateTemplate(config);
const fullTemplate = fargateTemplate(full);

interface TaskDefinition {
  readonly RuntimePlatform: unknown;
  readonly ContainerDefinitions: readonly Properties[];
}

const task = only(template, 'AWS::ECS::TaskDefinition') as unknown as TaskDefinition;
const [container = {}] = task.ContainerDefinitions;
const attribute = (resource: Properties, attributes: string, key: string): unknown =>
  (resource[attributes] as readonly { Key: string; Value: string }[]).find(({ Key }) => Key === key)?.Value;

describe('a server', () => {
  test('is told what it reads, and reads it', () => {
    const settings = readSettings(serverVariables(template));
    expect(settings).toMatchObject({
      port: 8080,
      valkey: { cluster: true, url: expect.stringMatching(/^rediss:/) },
      signIn: { kind: 'cognito' },
      connectionsMost: config.connectionsPerServer,
      drain: 1_000 * DRAIN_SECONDS,
      tailCheck: 0,
      allowedOrigins: [expect.stringMatching(/^https:/)],
    });
    expect(settings.attachmentsBucket).toBeDefined();
    expect(settings.serviceName).toBe('ChatSystem-Fargate');
    expect(settings.targetGroupArn).toBeDefined();
  });

  test('looks for what other Regions write, and lets in who comes from elsewhere, where it shall', () => {
    const settings = readSettings(serverVariables(fullTemplate));
    expect(settings.tailCheck).toBeGreaterThan(0);
    expect(settings.allowedOrigins).toEqual(['https://chat.example.com', 'https://example.com']);
  });

  test.each(['MESSAGES_TABLE', 'ROOMS_TABLE', 'USER_POOL_ID', 'USER_POOL_CLIENT_ID', 'DRAIN_SECONDS'])(
    'says that it cannot do without %s',
    (name) => {
      const { [name]: value, ...others } = serverVariables(template);
      expect(value).toBeDefined();
      expect(() => readSettings(others)).toThrow(`${name}: not set`);
    },
  );

  test('has a file for each connection, and writes to no disk', () => {
    const [ulimit] = container.Ulimits as readonly { Name: string; SoftLimit: number }[];
    expect(ulimit).toMatchObject({ Name: 'nofile' });
    expect(ulimit?.SoftLimit).toBeGreaterThan(2 * 15_000);
    expect(container.ReadonlyRootFilesystem).toBe(true);
    expect(task.RuntimePlatform).toEqual({ CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' });
  });

  test('drains before anybody breaks its connections or kills it', () => {
    expect(container.StopTimeout).toBe(STOP_SECONDS);
    expect(STOP_SECONDS).toBeGreaterThan(DRAIN_SECONDS);
    expect(STOP_SECONDS).toBeLessThanOrEqual(120);
    const targetGroup = only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup');
    const delay = Number(attribute(targetGroup, 'TargetGroupAttributes', 'deregistration_delay.timeout_seconds'));
    expect(delay).toBe(DEREGISTRATION_SECONDS);
    // It looks every ten seconds, and two looks may fail.
    expect(delay).toBeGreaterThan(3 * 10 + DRAIN_SECONDS);
    expect(targetGroup).toMatchObject({ HealthCheckPath: '/readyz' });
  });

  test('is pinged more often than the load balancer loses patience', () => {
    const balancer = only(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const idle = Number(attribute(balancer, 'LoadBalancerAttributes', 'idle_timeout.timeout_seconds'));
    expect(idle).toBeGreaterThan(2 * limits.heartbeatSeconds);
    const server = httpServer({} as RouteContext, new Log(() => {}));
    expect(server.keepAliveTimeout).toBeGreaterThan(1_000 * idle);
  });
});

describe('the service', () => {
  test('keeps all its servers through a deployment, takes a bad one back, and its number is scaling’s', () => {
    const service = only(template, 'AWS::ECS::Service');
    expect(service).toMatchObject({
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
    });
    expect(service).not.toHaveProperty('DesiredCount');
    expect(only(template, 'AWS::ApplicationAutoScaling::ScalableTarget')).toMatchObject({
      MinCapacity: config.servers.least,
      MaxCapacity: config.servers.most,
    });
  });

  test('grows by the connections that servers report, and by CPU', () => {
    expect(propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy')).toHaveLength(2);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        CustomizedMetricSpecification: {
          Namespace: METRIC_NAMESPACE,
          MetricName: chatMetrics.connections,
          Dimensions: [{ Name: 'service', Value: 'ChatSystem-Fargate' }],
          Statistic: 'Average',
        },
        TargetValue: connectionsWanted(config.connectionsPerServer),
      },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      }),
    });
  });

  test('of two servers has room for the connections of one that goes once there are four', () => {
    const wanted = connectionsWanted(config.connectionsPerServer);
    expect((4 * wanted) / 3).toBeLessThanOrEqual(config.connectionsPerServer);
  });
});
