import { connectivity as overlappingCidr } from '../../overlapping-cidr/connectivity';
import { connectivity as vpcConnectivity } from '../../vpc-connectivity/connectivity';
import type { BoxPlan, DiagramPlan } from './plan';
import { endpoints, inStack, internetGateway, natGateways, twoVpcs } from './plan-parts';

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
      { at: ['Tables/Ledger', 'Tables/OptOuts', 'Tables/RateLimits'], name: 'Ledger, OptOuts, RateLimits' },
      { at: ['Results'], kinds: ['AWS::KinesisFirehose::DeliveryStream'], name: 'Results' },
      'Results/Bucket',
      { at: ['Results/Queries', 'Results/Outcomes'], kinds: ['AWS::Athena::WorkGroup', 'AWS::Glue::Table'] },
    ]),
  ],
};
