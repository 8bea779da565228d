import { connectivity as overlappingCidr } from '../../overlapping-cidr/connectivity';
import { connectivity as vpcConnectivity } from '../../vpc-connectivity/connectivity';
import type { BoxPlan, DiagramPlan } from './plan';

/** Boxes of one stack: each a construct path without the stack's name, or what makes a box of several. */
function inStack(stack: string, boxes: readonly (string | BoxPlan)[], title?: string): DiagramPlan {
  const full = boxes.map((box): BoxPlan => {
    const { at, ...rest } = typeof box === 'string' ? { at: [box] } : box;
    return { at: at.map((path) => `${stack}/${path}`), ...rest };
  });
  return { stacks: [stack], boxes: full, ...(title !== undefined && { title }) };
}

const natGateways = (network: string): BoxPlan => ({
  at: [network],
  types: ['AWS::EC2::NatGateway', 'AWS::EC2::EIP'],
  name: 'NAT',
});
const internetGateway = (network: string): BoxPlan => ({
  at: [network],
  types: ['AWS::EC2::InternetGateway', 'AWS::EC2::VPCGatewayAttachment'],
  name: 'Internet',
});
const endpoints = (network: string): BoxPlan => ({
  at: [network],
  types: ['AWS::EC2::VPCEndpoint'],
  name: 'Endpoints',
});

/** The chat's web client, its users and what they send each other as files: the same in both answers. */
const chat: readonly string[] = ['WebSite', 'SignIn', 'Attachments', 'Tables/Messages', 'Tables/Rooms'];

/** The pictures of each exercise. */
export const diagramPlans: Readonly<Record<string, readonly DiagramPlan[]>> = {
  'auto-tagging': [
    inStack('AutoTagging', [
      'CreationRules',
      'UntagRules',
      'Sweep/Schedule',
      'Sweep/StateMachine',
      'Sweep/Sweeper',
      'Tagging/Queue',
      'Tagging/Tagger',
      'Tagging/DeadLetterQueue',
      'Notification/Findings',
      'Notification/Queue',
      'Notification/Notifier',
      'Notification/Alerts',
      'Notification/DeadLetterQueue',
      'SlackUrlSource',
      { at: ['Monitoring/AlarmStateChanges'], name: 'Alarms' },
    ]),
  ],
  'vpc-connectivity': [
    {
      stacks: ['VpcConnectivity-Base'],
      boxes: [
        { at: ['VpcConnectivity-Base/Eks/Cluster'], name: 'Pods' },
        { at: ['VpcConnectivity-Base/Eks/Balancer'], name: 'Eks balancer' },
        internetGateway('VpcConnectivity-Base/VpcA/Vpc'),
        natGateways('VpcConnectivity-Base/VpcA/Vpc'),
        { at: ['VpcConnectivity-Base/Ecs'], name: 'Tasks' },
        { at: ['VpcConnectivity-Base/Ecs/Balancer'], name: 'Ecs balancer' },
        endpoints('VpcConnectivity-Base/VpcB/Vpc'),
      ],
      between: vpcConnectivity.options,
    },
  ],
  'overlapping-cidr': [
    {
      stacks: ['OverlappingCidr-Consumer', 'OverlappingCidr-Provider'],
      boxes: [
        { at: ['OverlappingCidr-Consumer/Eks/Cluster'], name: 'Pods' },
        { at: ['OverlappingCidr-Consumer/Eks/Balancer'], name: 'Eks balancer' },
        internetGateway('OverlappingCidr-Consumer/VpcA/Vpc'),
        natGateways('OverlappingCidr-Consumer/VpcA/Vpc'),
        { at: ['OverlappingCidr-Provider/Ecs'], name: 'Tasks' },
        { at: ['OverlappingCidr-Provider/Ecs/Balancer'], name: 'Ecs balancer' },
        endpoints('OverlappingCidr-Provider/VpcB/Vpc'),
      ],
      between: overlappingCidr.options,
    },
  ],
  'zero-downtime-eks': [
    inStack('ZeroDowntimeEks', [
      'LoadBalancer',
      internetGateway('Network/Vpc'),
      natGateways('Network/Vpc'),
      'Cluster',
      'Payments',
      'Database/Proxy',
      'Database/Cluster',
      'Observability',
      'Canary',
    ]),
  ],
  'landing-zone': [
    inStack('LandingZone', [
      'Bastion',
      natGateways('Network/Vpc'),
      internetGateway('Network/Vpc'),
      endpoints('Network/Vpc'),
      'Cluster',
      'Cluster/Nodes',
      'GitOps',
      'Delivery',
      'Staging',
      'Staging/Links',
      'Staging/TokenSecret',
      'Production',
      'Production/Links',
      'Production/TokenSecret',
    ]),
  ],
  'chat-system': [
    inStack(
      'ChatSystem-Fargate',
      [...chat, 'Balancer', 'Service', 'Cache', internetGateway('Network/Vpc'), endpoints('Network/Vpc')],
      'On servers',
    ),
    inStack(
      'ChatSystem-Serverless',
      [
        ...chat,
        'Socket',
        'Functions/Authorize',
        'Functions/Connection',
        'Functions/Request',
        'Sessions',
        'FanOut',
        'FanOut/DeadLetters',
      ],
      'Without servers',
    ),
  ],
  'mass-messaging': [
    inStack('MassMessaging', [
      'Audiences',
      'Campaign',
      'Expander',
      'Transport',
      'Sender',
      'Tables/Campaigns',
      'Tables/Ledger',
      'Tables/OptOuts',
      'Tables/RateLimits',
      'Waiting/Later',
      'Waiting/DeadLetters',
      'Results/DeliveryStream',
      'Results/Bucket',
      'Results/Queries',
      'Results/Outcomes',
    ]),
  ],
};
