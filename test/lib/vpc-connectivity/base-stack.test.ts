import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BaseStack } from '../../../lib/vpc-connectivity/base-stack';
import { propertiesOf, templateOf, unstaged } from './templates';

describe('the base', () => {
  const template = templateOf('Base');

  test('is the same whatever is put on top of it', () => {
    const alone = Template.fromStack(new BaseStack(new App({ context: unstaged }), 'VpcConnectivity-Base')).toJSON();
    expect(template.toJSON().Resources).toEqual(alone.Resources);
  });

  test('gives only VPC_A a way to the internet, through one NAT gateway', () => {
    template.resourceCountIs('AWS::EC2::InternetGateway', 1);
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    const attached = propertiesOf('Base', 'AWS::EC2::VPCGatewayAttachment').map(([, { VpcId }]) => VpcId);
    expect(attached).toEqual([{ Ref: expect.stringMatching(/^VpcA/) }]);
    const tables = propertiesOf('Base', 'AWS::EC2::Route').map(([, { RouteTableId }]) => JSON.stringify(RouteTableId));
    expect(tables.filter((table) => table.includes('VpcB'))).toEqual([]);
  });

  test('has two zones in each VPC, in CIDRs that do not overlap', () => {
    const cidrs = propertiesOf('Base', 'AWS::EC2::VPC').map(([, { CidrBlock }]) => CidrBlock);
    expect(cidrs).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
    const workload = propertiesOf('Base', 'AWS::EC2::Subnet').filter(([id]) => id.includes('Workload'));
    expect(workload.map(([, { CidrBlock }]) => CidrBlock)).toEqual([
      '10.0.0.0/20',
      '10.0.16.0/20',
      '10.1.0.0/20',
      '10.1.16.0/20',
    ]);
    for (const [, { MapPublicIpOnLaunch }] of propertiesOf('Base', 'AWS::EC2::Subnet')) {
      expect(MapPublicIpOnLaunch).toBe(false);
    }
  });

  test('has internal balancers on port 8080 with IP targets, which nobody may use yet', () => {
    const schemes = propertiesOf('Base', 'AWS::ElasticLoadBalancingV2::LoadBalancer').map(([, { Scheme }]) => Scheme);
    expect(schemes).toEqual(['internal', 'internal']);
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'ip', Port: 8080 });
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 8080 });
    const admitted = propertiesOf('Base', 'AWS::EC2::SecurityGroupIngress').map(([, { GroupId }]) =>
      JSON.stringify(GroupId),
    );
    expect(admitted).toHaveLength(3);
    expect(admitted.filter((group) => group.includes('BalancerSecurityGroup'))).toEqual([]);
  });

  test('states the egress of every security group, or else EC2 would let everything out', () => {
    const groups = propertiesOf('Base', 'AWS::EC2::SecurityGroup');
    expect(groups).toHaveLength(5);
    for (const [, { SecurityGroupEgress }] of groups) {
      expect(SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    }
  });

  test('keeps the Kubernetes API inside, and logs it to a log group of its own', () => {
    template.hasResource('AWS::EKS::Cluster', {
      Properties: {
        ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false },
        ComputeConfig: { Enabled: true },
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^EksClusterLogs')]),
    });
    const [[, cluster] = []] = propertiesOf('Base', 'AWS::EKS::Cluster');
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.objectLike({
        'Fn::Join': ['', ['/aws/eks/takehome-', JSON.parse(JSON.stringify(nameToken(cluster))), '/cluster']],
      }),
    });
  });

  test('registers the pods with a target group that the cluster may register with', () => {
    const groups = propertiesOf('Base', 'AWS::ElasticLoadBalancingV2::TargetGroup');
    const ofCluster = groups.filter(([, { Tags }]) => JSON.stringify(Tags ?? []).includes('eks:eks-cluster-name'));
    expect(ofCluster.map(([id]) => id)).toEqual([expect.stringMatching(/^EksBalancer/)]);
    const manifests = propertiesOf('Base', 'Custom::AWSCDK-EKS-KubernetesResource').map(([, { Manifest }]) =>
      JSON.stringify(Manifest),
    );
    const bindings = manifests.filter((manifest) => manifest.includes('TargetGroupBinding'));
    expect(bindings).toEqual([expect.stringContaining(`{"Ref":"${ofCluster[0]?.[0]}"}`)]);
  });

  test('starts tasks only when they can pull their image', () => {
    template.hasResource('AWS::ECS::Service', {
      DependsOn: Match.arrayWith(
        ['EcrApi', 'EcrDocker', 'Logs'].map((name) => Match.stringLikeRegexp(`^VpcBVpc${name}`)),
      ),
    });
  });
});

/** The part of the cluster's name that tells stacks apart. */
function nameToken(cluster: Readonly<Record<string, unknown>> | undefined): unknown {
  const name = cluster?.Name as { readonly 'Fn::Join': readonly [string, readonly unknown[]] } | undefined;
  return name?.['Fn::Join'][1][1];
}
