import type { Connectivity } from '../../connectivity/option';
import { connectivity as overlappingCidr } from '../../overlapping-cidr/connectivity';
import { connectivity as vpcConnectivity } from '../../vpc-connectivity/connectivity';
import type { BoxPlan, DiagramPlan } from './plan';

/** Boxes of one stack: each a construct path without the stack's name, or what makes a box of several. */
function inStack(
  stack: string,
  direction: DiagramPlan['direction'],
  boxes: readonly (string | BoxPlan)[],
  constructFrames = true,
): DiagramPlan {
  const full = boxes.map((box): BoxPlan => {
    const { at, ...rest } = typeof box === 'string' ? { at: [box] } : box;
    return { at: at.map((path) => `${stack}/${path}`), ...rest };
  });
  return { direction, stacks: [stack], boxes: full, constructFrames };
}

const natGateways = (vpc: string): BoxPlan => ({ at: [vpc], types: ['AWS::EC2::NatGateway'] });
const internetGateway = (vpc: string): BoxPlan => ({
  at: [vpc],
  types: ['AWS::EC2::InternetGateway', 'AWS::EC2::VPCGatewayAttachment'],
  kinds: ['AWS::EC2::InternetGateway'],
});
const endpoints = (vpc: string, ...securityGroups: readonly string[]): BoxPlan => ({
  at: [vpc, ...securityGroups],
  types: ['AWS::EC2::VPCEndpoint', 'AWS::EC2::SecurityGroup'],
  kinds: ['AWS::EC2::VPCEndpoint'],
});

/** Two VPCs with a service each, in stacks that may be the same one, and the ways to join them. */
function twoVpcs(eks: string, ecs: string, { base, options }: Connectivity): DiagramPlan {
  return {
    direction: 'TB',
    stacks: base,
    boxes: [
      { at: [`${eks}/Eks/Balancer`], kinds: ['AWS::ElasticLoadBalancingV2::LoadBalancer'] },
      { at: [`${eks}/Eks/Cluster`], name: 'Pods' },
      natGateways(`${eks}/VpcA/Vpc`),
      internetGateway(`${eks}/VpcA/Vpc`),
      { at: [`${ecs}/Ecs/Balancer`], kinds: ['AWS::ElasticLoadBalancingV2::LoadBalancer'] },
      { at: [`${ecs}/Ecs`], name: 'Tasks', kinds: ['AWS::ECS::Service'] },
      endpoints(`${ecs}/VpcB/Vpc`, `${ecs}/VpcB/EndpointSecurityGroup`),
    ],
    between: options,
  };
}

/** The chat's page, its users and their files: the same in both answers. */
const chat: readonly (string | BoxPlan)[] = [
  { at: ['WebSite'], kinds: ['AWS::CloudFront::Distribution', 'AWS::S3::Bucket'] },
  { at: ['SignIn'], kinds: ['AWS::Cognito::UserPool'] },
  { at: ['Attachments'], kinds: ['AWS::S3::Bucket', 'AWS::GuardDuty::MalwareProtectionPlan'] },
];

/** The link service of an environment, and what it keeps. */
const links = (environment: string): readonly BoxPlan[] => [
  { at: [environment], kinds: ['Custom::AWSCDK-EKS-KubernetesResource'] },
  {
    at: [`${environment}/Links`, `${environment}/Token`],
    name: `Links, Token of ${environment}`,
    kinds: ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'],
  },
];

/** The pictures of each exercise, by its id. */
export const diagramPlans: Readonly<Record<string, readonly DiagramPlan[]>> = {
  'auto-tagging': [
    inStack('AutoTagging', 'TB', [
      'CreationRules',
      { at: ['Sweep/StateMachine', 'Sweep/Schedule'], name: 'Sweep' },
      'Sweep/Sweeper',
      { at: ['Tagging/Queue', 'Tagging/DeadLetterQueue'], name: 'Queue, DeadLetterQueue' },
      'Tagging/Tagger',
      'UntagRules',
      'Monitoring/AlarmStateChanges',
      'Notification/Findings',
      { at: ['Notification/Queue', 'Notification/DeadLetterQueue'], name: 'Queue, DeadLetterQueue' },
      'Notification/Notifier',
      'Notification/Alerts',
      'SlackUrlSource',
    ]),
  ],
  'vpc-connectivity': [twoVpcs('VpcConnectivity-Base', 'VpcConnectivity-Base', vpcConnectivity)],
  'overlapping-cidr': [twoVpcs('OverlappingCidr-Consumer', 'OverlappingCidr-Provider', overlappingCidr)],
  'zero-downtime-eks': [
    inStack('ZeroDowntimeEks', 'TB', [
      'LoadBalancer',
      'Cluster',
      {
        at: ['Payments', 'Cluster/Payments', 'Cluster/Canary', 'Cluster/StableBinding', 'Cluster/CanaryBinding'],
        kinds: ['Custom::AWSCDK-EKS-KubernetesResource', 'AWS::EKS::PodIdentityAssociation'],
      },
      { at: ['Database/Proxy', 'Database/ProxySecurityGroup'], kinds: ['AWS::RDS::DBProxy'] },
      { at: ['Database', 'Database/Cluster'], kinds: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'] },
      natGateways('Network/Vpc'),
      internetGateway('Network/Vpc'),
      { at: ['Observability'], kinds: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'] },
      'Canary',
    ]),
  ],
  'landing-zone': [
    inStack('LandingZone', 'LR', [
      { at: ['Bastion'], kinds: ['AWS::EC2::Instance'] },
      'Cluster',
      'Cluster/Nodes',
      natGateways('Network/Vpc'),
      internetGateway('Network/Vpc'),
      endpoints('Network/Vpc'),
      { at: ['GitOps'], kinds: ['Custom::AWSCDK-EKS-HelmChart'] },
      ...links('Staging'),
      ...links('Production'),
      'Delivery',
    ]),
  ],
  'chat-system': [
    inStack('ChatSystem-Fargate', 'LR', [
      ...chat,
      { at: ['Balancer'], kinds: ['AWS::ElasticLoadBalancingV2::LoadBalancer'] },
      { at: ['Tables'], name: 'Messages, Rooms' },
      { at: ['Service'], kinds: ['AWS::ECS::Service'] },
      'Cache',
      internetGateway('Network/Vpc'),
      endpoints('Network/Vpc'),
    ]),
    inStack(
      'ChatSystem-Serverless',
      'TB',
      [
        ...chat,
        { at: ['Socket'], kinds: ['AWS::ApiGatewayV2::Api'] },
        'Tables/Messages',
        'Tables/Rooms',
        'Functions/Authorize',
        'Functions/Connection',
        'Functions/Request',
        'Sessions',
        'FanOut',
        'FanOut/DeadLetters',
      ],
      false,
    ),
  ],
  'mass-messaging': [
    inStack('MassMessaging', 'TB', [
      'Campaign',
      'Audiences',
      'Expander',
      'Transport',
      'Sender',
      'Waiting/Later',
      'Waiting/DeadLetters',
      'Tables/Campaigns',
      'Tables/Ledger',
      'Tables/OptOuts',
      'Tables/RateLimits',
      { at: ['Results'], kinds: ['AWS::KinesisFirehose::DeliveryStream'], name: 'Results' },
      'Results/Bucket',
      { at: ['Results/Queries', 'Results/Outcomes'], kinds: ['AWS::Athena::WorkGroup', 'AWS::Glue::Table'] },
    ]),
  ],
};
