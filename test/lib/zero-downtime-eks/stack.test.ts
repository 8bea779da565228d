import { Match } from 'aws-cdk-lib/assertions';
import { TIMINGS } from '../../../lib/zero-downtime-eks/timings';
import { assemblyWith, resourcesOf } from './assembly';

const { template } = assemblyWith();
const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/5f3c1f1a-0000-0000-0000-000000000000';

/** Logical ids of the resources of a type, whose id is a path of constructs and a hash. */
const idsOf = (type: string, path = '\\w*'): readonly string[] =>
  resourcesOf(template, type).flatMap(([id]) => (new RegExp(`^${path}[0-9A-F]{8}$`).test(id) ? [id] : []));
const only = (type: string, path?: string): string => {
  const [id, ...others] = idsOf(type, path);
  if (id === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type} ${path}`);
  return id;
};
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

describe('the network', () => {
  test('has three zones with a NAT gateway each, and each zone’s workloads leave by their own', () => {
    expect(idsOf('AWS::EC2::NatGateway')).toHaveLength(3);
    const zones = resourcesOf(template, 'AWS::EC2::Subnet').map(([, { Properties }]) => Properties.AvailabilityZone);
    expect(new Set(zones.map((zone) => JSON.stringify(zone))).size).toBe(3);
    const gateways = resourcesOf(template, 'AWS::EC2::Route').flatMap(
      ([, { Properties }]) => Properties.NatGatewayId ?? [],
    );
    expect(new Set(gateways.map((gateway) => JSON.stringify(gateway))).size).toBe(3);
  });

  test('is in the zones that are given', () => {
    const zones = ['us-east-1a', 'us-east-1b', 'us-east-1d'];
    const subnets = resourcesOf(assemblyWith({ zones }).template, 'AWS::EC2::Subnet');
    expect([...new Set(subnets.map(([, { Properties }]) => Properties.AvailabilityZone))].sort()).toEqual(zones);
  });
});

describe('the load balancer', () => {
  test('is internal and speaks HTTP without a certificate', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTP', Port: 80 });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.30.0.0/16', FromPort: 80, ToPort: 80 })],
    });
  });

  test('faces the internet by HTTPS, and in no other way, with one', () => {
    const secure = assemblyWith({ certificateArn }).template;
    secure.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing' });
    secure.allResourcesProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: certificateArn }],
      SslPolicy: Match.stringLikeRegexp('TLS13'),
    });
    secure.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  test('gives everything to the stable release', () => {
    const [stable, canary] = [
      only('AWS::ElasticLoadBalancingV2::TargetGroup', 'LoadBalancerStable'),
      only('AWS::ElasticLoadBalancingV2::TargetGroup', 'LoadBalancerCanary'),
    ];
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: { Ref: stable }, Weight: 100 },
              { TargetGroupArn: { Ref: canary }, Weight: 0 },
            ],
          },
        },
      ],
    });
  });

  test('sends to addresses of pods, and waits for those that leave', () => {
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'ip',
      Port: 8080,
      HealthCheckPath: '/health/ready',
      HealthCheckIntervalSeconds: TIMINGS.healthCheckInterval,
      TargetGroupAttributes: Match.arrayWith([
        { Key: 'deregistration_delay.timeout_seconds', Value: String(TIMINGS.deregistrationDelay) },
      ]),
      // The cluster may register targets only with groups that carry its name.
      Tags: Match.arrayWith([{ Key: 'eks:eks-cluster-name', Value: { Ref: only('AWS::EKS::Cluster') } }]),
    });
  });
});

describe('the cluster', () => {
  test('runs in the three zones, of the version that all clusters have', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: Match.objectLike({ EndpointPublicAccess: false, EndpointPrivateAccess: true }),
    });
    const [cluster] = resourcesOf(template, 'AWS::EKS::Cluster');
    const network = cluster?.[1].Properties.ResourcesVpcConfig as { readonly SubnetIds: readonly unknown[] };
    expect(network.SubnetIds).toHaveLength(3);
  });

  test('has the metrics that the autoscaler reads', () => {
    template.hasResourceProperties('AWS::EKS::Addon', { AddonName: 'metrics-server' });
  });

  test('admits people by a role only where one is given', () => {
    const adminRoleArn = 'arn:aws:iam::111122223333:role/admin';
    template.resourcePropertiesCountIs('AWS::EKS::AccessEntry', { PrincipalArn: adminRoleArn }, 0);
    assemblyWith({ adminRoleArn }).template.hasResourceProperties('AWS::EKS::AccessEntry', {
      PrincipalArn: adminRoleArn,
    });
  });
});

describe('the order', () => {
  const dependenciesOf = (id: string): readonly string[] => {
    const found = resourcesOf(template, MANIFEST).find(([each]) => each === id)?.[1].DependsOn ?? [];
    return [found].flat();
  };

  test.each(['ClusterPayments', 'ClusterCanary'])('%s comes after both bindings and the migration', (path) => {
    const before = dependenciesOf(only(MANIFEST, path));
    expect(before).toContain(only(MANIFEST, 'ClusterStableBinding'));
    expect(before).toContain(only(MANIFEST, 'ClusterCanaryBinding'));
    expect(before).toContain(only('Custom::AWSCDK-EKS-KubernetesObjectValue', 'PaymentsMigrationSucceeded'));
  });

  test('bindings come after the Services and a listener that uses the target groups', () => {
    const before = dependenciesOf(only(MANIFEST, 'ClusterStableBinding'));
    expect(before).toContain(only(MANIFEST, 'ClusterNamespace'));
    expect(before).toContain(only('AWS::ElasticLoadBalancingV2::Listener'));
  });

  test('the migration comes after nodes, database and identity', () => {
    const before = dependenciesOf(only(MANIFEST, 'PaymentsMigrationJob'));
    expect(before).toContain(only(MANIFEST, 'ClusterNodePool'));
    expect(before).toContain(only('AWS::EKS::PodIdentityAssociation', 'PaymentsIdentity'));
    expect(before).toContain(only('AWS::RDS::DBProxy'));
  });
});

describe('the pods', () => {
  test('log in to the database by their identity, and have no password', () => {
    template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      Namespace: 'payments',
      ServiceAccount: 'payments',
      RoleArn: { 'Fn::GetAtt': [only('AWS::IAM::Role', 'PaymentsRole'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Action: 'rds-db:connect', Effect: 'Allow' })],
      }),
      Roles: [{ Ref: only('AWS::IAM::Role', 'PaymentsRole') }],
    });
    const manifests = resourcesOf(template, MANIFEST).map(([, { Properties }]) => JSON.stringify(Properties.Manifest));
    expect(manifests.filter((manifest) => /password|secret/i.test(manifest))).toEqual([]);
  });

  test('are reached by the load balancer and reach the database, each on one port', () => {
    const ports = resourcesOf(template, 'AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => [
      Properties.Description,
      Properties.FromPort,
      Properties.ToPort,
    ]);
    expect(ports).toContainEqual(['Pods', 8080, 8080]);
    expect(ports).toContainEqual(['Pods', 5432, 5432]);
  });
});

test('an earlier release stays while the canary has the new one', () => {
  const imageTag = '0123456789abcdef'.repeat(4);
  const { template: both } = assemblyWith({
    release: { ledgerPhase: 'read-new', stable: { imageTag, ledgerPhase: 'dual-write' } },
  });
  const text = (path: string): string =>
    JSON.stringify(
      resourcesOf(both, MANIFEST).find(([id]) => id.replace(/.{8}$/, '') === path)?.[1].Properties.Manifest,
    );
  expect(text('ClusterPayments')).toContain(imageTag);
  expect(text('ClusterPayments')).toContain('dual-write');
  expect(text('ClusterCanary')).not.toContain(imageTag);
  expect(text('ClusterCanary')).toContain('read-new');
  expect(text('PaymentsMigrationJob')).toContain('read-new');
});
