import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { Stack } from 'aws-cdk-lib';
import { Port, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Cluster as EksCluster, KubernetesManifest, KubernetesVersion } from 'aws-cdk-lib/aws-eks-v2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IpTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { CfnServiceNetwork, CfnTargetGroup } from 'aws-cdk-lib/aws-vpclattice';
import { modelWith, named, synthesized, twoSubnets } from './stacks';

const private2 = {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }],
};

describe('a Fargate service behind an Application Load Balancer', () => {
  const model = synthesized((app) => {
    const stack = new Stack(app, 'S');
    const vpc = new Vpc(stack, 'Vpc', private2);
    const taskDefinition = new FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('C', {
      image: ContainerImage.fromRegistry('x'),
      portMappings: [{ containerPort: 8080, name: 'http' }],
    });
    const service = new FargateService(stack, 'Service', {
      cluster: new Cluster(stack, 'Cluster', { vpc }),
      taskDefinition,
      minHealthyPercent: 100,
    });
    const listener = new ApplicationLoadBalancer(stack, 'Balancer', { vpc }).addListener('Listener', { port: 80 });
    listener.addTargets('Default', { port: 8080, protocol: ApplicationProtocol.HTTP, targets: [service] });
    const groups = listener.addTargets('Rule', {
      port: 8080,
      protocol: ApplicationProtocol.HTTP,
      priority: 1,
      conditions: [ListenerCondition.pathPatterns(['/a'])],
    });
    listener.addAction('Fixed', {
      action: ListenerAction.fixedResponse(404),
      priority: 2,
      conditions: [ListenerCondition.pathPatterns(['/b'])],
    });
    const lattice = new CfnTargetGroup(stack, 'Lattice', {
      type: 'IP',
      config: { port: 80, protocol: 'HTTP', vpcIdentifier: vpc.vpcId },
    });
    const cfn = service.node.defaultChild as never as { addPropertyOverride(path: string, value: unknown): void };
    cfn.addPropertyOverride('VpcLatticeConfigurations', [
      { PortName: 'http', RoleArn: 'arn', TargetGroupArn: lattice.attrArn },
    ]);
    expect(groups).toBeDefined();
  });
  const tasks = model.networkInterfaces.filter(({ owner }) => owner.kind === 'ecs-service');

  test('is wholly modelled', () => expect(model.notModelled).toEqual([]));

  test('has an interface in each subnet, named by it', () => {
    expect(tasks.map(({ name }) => name)).toEqual([
      'S/Service/Service/PrivateSubnet1',
      'S/Service/Service/PrivateSubnet2',
    ]);
    const { id } = named(model.securityGroups, 'S/Service/SecurityGroup');
    expect(tasks.map(({ securityGroupIds }) => securityGroupIds)).toEqual([[id], [id]]);
  });

  test('is registered on the container’s port, with the load balancer and with Lattice', () => {
    const registered = tasks.map(({ addresses, owner }) => ({
      id: owner.id,
      to: { ip: addresses[0]?.privateIp },
      port: 8080,
    }));
    expect(named(model.targetGroups, 'DefaultGroup').targets).toEqual(registered);
    expect(named(model.targetGroups, 'S.Lattice').targets).toEqual(registered);
  });

  test('listens with the target groups of its rules too', () => {
    const balancer = named(model.loadBalancers, 'S/Balancer');
    expect(balancer).toMatchObject({
      kind: 'application',
      scheme: 'internal',
      crossZone: true,
      networkInterfaceIds: { length: 2 },
    });
    expect(balancer.listeners).toMatchObject([
      {
        protocols: ['tcp'],
        port: 80,
        targetGroupIds: [named(model.targetGroups, 'DefaultGroup').id, named(model.targetGroups, 'RuleGroup').id],
      },
    ]);
  });
});

describe('a load balancer', () => {
  const balancer = (properties: object) =>
    modelWith({
      ...twoSubnets,
      L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [{ Ref: 'A' }], ...properties }],
    }).loadBalancers[0];
  const crossZone = [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }];

  test.each([
    [
      'is application, internet-facing and of the default group',
      {},
      {
        kind: 'application',
        scheme: 'internet-facing',
        crossZone: true,
        securityGroupIds: ['S.Vpc/default-security-group'],
      },
    ],
    [
      'of type network has no groups',
      { Type: 'network', Scheme: 'internal' },
      { kind: 'network', scheme: 'internal', crossZone: false, securityGroupIds: undefined },
    ],
    ['crosses zones on request', { Type: 'network', LoadBalancerAttributes: crossZone }, { crossZone: true }],
    [
      'may leave out its groups for PrivateLink',
      { Type: 'network', SecurityGroups: [], EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' },
      { enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false },
    ],
    ['of type gateway is unknown', { Type: 'gateway' }, { kind: 'unknown' }],
  ])('%s', (_, properties, expected) => expect(balancer(properties)).toMatchObject(expected));

  test('has the addresses that its mappings give', () => {
    const { networkInterfaces } = modelWith({
      ...twoSubnets,
      E: ['AWS::EC2::EIP', {}],
      L: [
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        {
          Type: 'network',
          SubnetMappings: [
            { SubnetId: { Ref: 'A' }, PrivateIPv4Address: '10.0.0.77' },
            { SubnetId: { Ref: 'B' }, AllocationId: { 'Fn::GetAtt': ['E', 'AllocationId'] } },
          ],
        },
      ],
    });
    expect(networkInterfaces.map(({ addresses }) => addresses[0])).toEqual([
      { privateIp: '10.0.0.77', publicIp: '203.0.113.1' },
      { privateIp: '10.0.1.10', publicIp: '198.51.100.1' },
    ]);
  });
});

test.each([
  ['instance', 'TCP', undefined, true],
  ['ip', 'TCP', undefined, false],
  ['ip', 'TLS', 'true', true],
  ['ip', 'UDP', undefined, true],
  ['ip', 'TCP_UDP', 'false', true],
  ['alb', 'TCP', undefined, true],
  ['instance', 'TCP', 'false', false],
  ['instance', 'HTTP', undefined, false],
])(
  'a target group of type %s and protocol %s with preserve_client_ip %s: %s',
  (TargetType, Protocol, Value, preserveClientIp) => {
    const TargetGroupAttributes = Value === undefined ? [] : [{ Key: 'preserve_client_ip.enabled', Value }];
    const { targetGroups } = modelWith({
      G: ['AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType, Protocol, Port: 80, TargetGroupAttributes }],
    });
    expect(targetGroups).toMatchObject([{ targetType: TargetType, preserveClientIp }]);
  },
);

describe('an Auto Mode cluster', () => {
  const gateway = (name: string) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name },
    spec: {
      gatewayClassName: 'amazon-vpc-lattice',
      listeners: [
        { name: 'http', port: 80 },
        { name: 'https', port: 443 },
      ],
    },
  });
  const route = (name: string) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'route' },
    spec: {
      parentRefs: [{ name, sectionName: 'http' }],
      rules: [{ backendRefs: [{ kind: 'Service', name: 'web', port: 8000 }] }],
    },
  });
  const model = synthesized((app) => {
    const stack = new Stack(app, 'S');
    const vpc = new Vpc(stack, 'Vpc', private2);
    const kubectlLayer = new KubectlV35Layer(stack, 'Layer');
    const vpcSubnets = [{ subnetType: SubnetType.PRIVATE_ISOLATED }];
    const cluster = new EksCluster(stack, 'Cluster', {
      vpc,
      vpcSubnets,
      version: KubernetesVersion.V1_35,
      kubectlProviderOptions: { kubectlLayer },
    });
    const labels = { app: 'web' };
    const containers = [{ name: 'web', ports: [{ name: 'http', containerPort: 8080 }] }];
    const template = { metadata: { labels }, spec: { containers } };
    const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    balancer.connections.allowTo(cluster.clusterSecurityGroup, Port.tcp(8080));
    const group = balancer
      .addListener('L', { port: 80 })
      .addTargets('G', { port: 1, protocol: ApplicationProtocol.HTTP, targets: [new IpTarget('10.0.0.200')] });
    cluster.addManifest('App', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template },
    });
    cluster.addManifest('Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: labels, ports: [{ port: 8000, targetPort: 'http' }] },
    });
    cluster.addManifest('Binding', {
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      metadata: { name: 'web' },
      spec: {
        serviceRef: { name: 'web', port: 8000 },
        targetGroupARN: group.targetGroupArn,
        networking: {
          ingress: [
            {
              from: [{ securityGroup: { groupID: balancer.connections.securityGroups[0]?.securityGroupId } }],
              ports: [{ port: 8080, protocol: 'TCP' }],
            },
          ],
        },
      },
    });
    const network = new CfnServiceNetwork(stack, 'Network', { authType: 'NONE' });
    const policy = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': vpc.vpcId } },
        },
      ],
    });
    const targetRef = { kind: 'HTTPRoute', name: 'route' };
    new KubernetesManifest(stack, 'Lattice', {
      cluster,
      manifest: [
        gateway(network.attrId),
        route(network.attrId),
        {
          apiVersion: 'application-networking.k8s.aws/v1alpha1',
          kind: 'IAMAuthPolicy',
          metadata: { name: 'p' },
          spec: { targetRef, policy },
        },
      ],
    });
    cluster.addManifest('Public', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'public' },
      spec: { type: 'LoadBalancer' },
    });
  });
  const cluster = named(model.securityGroups, 'Cluster/ClusterSecurityGroup');
  const pods = model.networkInterfaces.filter(({ owner }) => owner.kind === 'eks-workload');

  test('has interfaces for the control plane and for its nodes and pods, all in the cluster security group', () => {
    expect(pods.map(({ name, securityGroupIds }) => [name, securityGroupIds])).toEqual([
      ['S/Cluster/Workload/PrivateSubnet1', [cluster.id]],
      ['S/Cluster/Workload/PrivateSubnet2', [cluster.id]],
    ]);
    const plane = model.networkInterfaces.filter(({ owner }) => owner.kind === 'eks-cluster');
    expect(plane.map(({ securityGroupIds }) => securityGroupIds)).toEqual(
      Array(2).fill([named(model.securityGroups, 'ControlPlaneSecurityGroup').id, cluster.id]),
    );
  });

  test('has a cluster security group that admits its own, lets everything out, and takes further rules', () => {
    const balancer = named(model.securityGroups, 'Balancer/SecurityGroup').id;
    const ports = { from: 8080, to: 8080 };
    expect(cluster.egress).toEqual([{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }]);
    expect(cluster.ingress).toEqual([
      { protocol: '-1', peer: { securityGroupId: cluster.id } },
      { id: expect.stringContaining('from'), protocol: 'tcp', ports, peer: { securityGroupId: balancer } },
      { id: expect.stringContaining('Binding'), protocol: 'tcp', ports, peer: { securityGroupId: balancer } },
    ]);
  });

  test('registers pods on the port of the container', () => {
    const bound = pods.map(({ addresses }) => ({ to: { ip: addresses[0]?.privateIp }, port: 8080 }));
    expect(named(model.targetGroups, 'GGroup').targets.map(({ to, port }) => ({ to, port }))).toEqual([
      ...bound,
      { to: { ip: '10.0.0.200' }, port: 1 },
    ]);
  });

  test('becomes a Lattice service by a route, with its listener and auth policy', () => {
    const { id } = named(model.latticeServices, 'route');
    expect(model.serviceNetworks).toMatchObject([{ serviceAssociations: [{ latticeServiceId: id }] }]);
    expect(model.latticeServices).toMatchObject([
      {
        authType: 'AWS_IAM',
        authPolicy: {
          Statement: [{ Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': model.vpcs[0]?.id } } }],
        },
        listeners: [{ port: 80, targetGroupIds: [named(model.targetGroups, 'route/web').id] }],
      },
    ]);
    expect(named(model.targetGroups, 'route/web').targets).toMatchObject([{ port: 8080 }, { port: 8080 }]);
  });

  test('reports what a controller makes by itself, and nothing else', () => {
    expect(model.notModelled).toMatchObject([{ type: 'v1/Service', reason: expect.stringContaining('load balancer') }]);
  });
});

test('a resource configuration leads to a load balancer by its name, an address, or something unknown', () => {
  const configuration = (definition: object) =>
    [
      'AWS::VpcLattice::ResourceConfiguration',
      {
        ResourceGatewayId: { 'Fn::GetAtt': ['Gateway', 'Id'] },
        PortRanges: ['80', '443-445'],
        ResourceConfigurationDefinition: definition,
      },
    ] as const;
  const model = modelWith({
    ...twoSubnets,
    L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [{ Ref: 'A' }] }],
    Gateway: [
      'AWS::VpcLattice::ResourceGateway',
      { VpcIdentifier: { Ref: 'Vpc' }, SubnetIds: [{ Ref: 'A' }], Name: 'g' },
    ],
    Name: configuration({ DnsResource: { DomainName: { 'Fn::GetAtt': ['L', 'DNSName'] } } }),
    Ip: configuration({ IpResource: '10.0.0.99' }),
    Other: configuration({ DnsResource: { DomainName: 'db.example.com' } }),
    Endpoint: [
      'AWS::EC2::VPCEndpoint',
      {
        VpcEndpointType: 'Resource',
        VpcId: { Ref: 'Vpc' },
        SubnetIds: [{ Ref: 'B' }],
        ResourceConfigurationArn: { 'Fn::GetAtt': ['Ip', 'Arn'] },
      },
    ],
  });
  expect(model.notModelled).toEqual([]);
  expect(model.resourceConfigurations.map(({ resource }) => resource)).toEqual([
    { componentId: 'S.L' },
    { ip: '10.0.0.99' },
    { unknown: expect.stringContaining('db.example.com') },
  ]);
  expect(model.resourceConfigurations[0]).toMatchObject({
    resourceGatewayId: 'S.Gateway',
    ports: [
      { from: 80, to: 80 },
      { from: 443, to: 445 },
    ],
  });
  expect(model.vpcEndpoints).toMatchObject([{ kind: 'Resource', resourceConfigurationId: 'S.Ip' }]);
});

describe('a database behind a resource configuration', () => {
  const database = {
    ...twoSubnets,
    Subnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'A' }, { Ref: 'B' }] }],
    Db: ['AWS::RDS::DBInstance', { DBSubnetGroupName: { Ref: 'Subnets' } }],
    Gateway: ['AWS::VpcLattice::ResourceGateway', { VpcIdentifier: { Ref: 'Vpc' }, SubnetIds: [{ Ref: 'A' }] }],
    Configuration: [
      'AWS::VpcLattice::ResourceConfiguration',
      {
        ResourceGatewayId: { Ref: 'Gateway' },
        PortRanges: ['5432'],
        ResourceConfigurationDefinition: { DnsResource: { DomainName: { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] } } },
      },
    ],
  } as const;

  test('is any of its interfaces', () => {
    const { networkInterfaces, notModelled, resourceConfigurations } = modelWith(database);
    expect(notModelled).toEqual([]);
    expect(networkInterfaces.map(({ id, owner }) => [id, owner.kind])).toEqual([
      ['S.Db/1', 'database'],
      ['S.Db/2', 'database'],
      ['S.Gateway/1', 'resource-gateway'],
    ]);
    expect(resourceConfigurations).toMatchObject([{ resource: { componentId: 'S.Db/1' } }]);
  });

  test('is unknown where its subnets differ', () => {
    const { resourceConfigurations } = modelWith({
      ...database,
      N: ['AWS::EC2::NetworkAcl', { VpcId: { Ref: 'Vpc' } }],
      Of: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'B' }, NetworkAclId: { Ref: 'N' } }],
    });
    expect(resourceConfigurations).toMatchObject([{ resource: { unknown: expect.stringContaining('S.Db') } }]);
  });
});

test('an Auto Scaling group registers an instance in each subnet, with the groups of its launch template', () => {
  const template = { LaunchTemplateData: { SecurityGroupIds: [{ 'Fn::GetAtt': ['G', 'GroupId'] }] } };
  const { networkInterfaces, notModelled, targetGroups } = modelWith({
    ...twoSubnets,
    G: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' } }],
    Targets: ['AWS::ElasticLoadBalancingV2::TargetGroup', { Protocol: 'TCP', Port: 8080 }],
    T: ['AWS::EC2::LaunchTemplate', template],
    Group: [
      'AWS::AutoScaling::AutoScalingGroup',
      {
        TargetGroupARNs: [{ Ref: 'Targets' }],
        LaunchTemplate: { LaunchTemplateId: { Ref: 'T' }, Version: '1' },
        VPCZoneIdentifier: [{ Ref: 'A' }, { Ref: 'B' }],
      },
    ],
  });
  expect(notModelled).toEqual([]);
  expect(networkInterfaces.map(({ subnetId, securityGroupIds }) => [subnetId, securityGroupIds])).toEqual([
    ['S.A', ['S.G']],
    ['S.B', ['S.G']],
  ]);
  expect(targetGroups[0]?.targets).toEqual([
    { id: 'S.Group', to: { networkInterfaceId: 'S.Group/1' }, port: 8080 },
    { id: 'S.Group', to: { networkInterfaceId: 'S.Group/2' }, port: 8080 },
  ]);
});
