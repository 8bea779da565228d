import { loadBalancer, type Piece, subnet, vpc } from '../../../../lib/reachability/aws-rules/topology';
import { testRefusals } from './refused';

const one = vpc('A', '10.0.0.0/16');

const zoneB = { zone: 'use1-az2' };

const twoZones = [subnet('A1', 'A', '10.0.1.0/24'), subnet('A2', 'A', '10.0.2.0/24', zoneB)];

const oneZone = [subnet('A1', 'A', '10.0.1.0/24'), subnet('A2', 'A', '10.0.2.0/24')];

const balancer = (id: string, targets: Parameters<typeof loadBalancer>[4], port = 80) =>
  loadBalancer(id, 'network', 'A', [['A1', '10.0.1.5']], targets, {}, port);

const toIp = (ip: string) => ({ targetType: 'ip', targets: [{ to: { ip }, port: 80 }] }) as const;

const toBalancer = (port: number) =>
  ({ targetType: 'alb', targets: [{ to: { loadBalancerId: 'alb' }, port }] }) as const;

const alb = loadBalancer('alb', 'application', 'A', [['A1', '10.0.1.6']], toIp('10.0.1.10'));

const service = (id: string, networkLoadBalancerIds: readonly string[]): Piece => ({
  endpointServices: [
    {
      id,
      serviceName: id,
      networkLoadBalancerIds,
      acceptanceRequired: false,
      acceptedEndpointIds: [],
      allowedPrincipals: [],
    },
  ],
});

testRefusals([
  [
    'a Network Load Balancer twice in a zone',
    'nlb',
    /same Availability Zone/,
    [
      one,
      ...oneZone,
      loadBalancer(
        'nlb',
        'network',
        'A',
        [
          ['A1', '10.0.1.5'],
          ['A2', '10.0.2.5'],
        ],
        toIp('10.0.1.9'),
      ),
    ],
    [
      one,
      ...twoZones,
      loadBalancer(
        'nlb',
        'network',
        'A',
        [
          ['A1', '10.0.1.5'],
          ['A2', '10.0.2.5'],
        ],
        toIp('10.0.1.9'),
      ),
    ],
  ],
  [
    'two listeners on a port',
    'nlb',
    /already has a listener/,
    [
      one,
      ...oneZone,
      loadBalancer('nlb', 'network', 'A', [], toIp('10.0.1.9'), {
        listeners: [
          { protocols: ['tcp', 'udp'], port: 80, targetGroupIds: [] },
          { protocols: ['udp'], port: 80, targetGroupIds: [] },
        ],
      }),
    ],
    [
      one,
      ...oneZone,
      loadBalancer('nlb', 'network', 'A', [], toIp('10.0.1.9'), {
        listeners: [
          { protocols: ['tcp'], port: 80, targetGroupIds: [] },
          { protocols: ['udp'], port: 80, targetGroupIds: [] },
        ],
      }),
    ],
  ],
  [
    'a public address as a target',
    'nlb-targets',
    /public address/,
    [one, ...oneZone, balancer('nlb', toIp('8.8.8.8'))],
    [one, ...oneZone, balancer('nlb', toIp('10.7.7.7'))],
  ],
  [
    'a target load balancer without the port',
    'nlb-targets',
    /no listener on port 81/,
    [one, ...oneZone, alb, balancer('nlb', toBalancer(81))],
    [one, ...oneZone, alb, balancer('nlb', toBalancer(80))],
  ],
  [
    'a target group of two load balancers',
    'nlb-targets',
    /another load balancer/,
    [
      one,
      ...oneZone,
      balancer('nlb', toIp('10.0.1.9')),
      loadBalancer('other', 'network', 'A', [], toIp('10.0.1.9'), {
        listeners: [{ protocols: ['tcp'], port: 80, targetGroupIds: ['nlb-targets'] }],
      }),
    ],
    [one, ...oneZone, balancer('nlb', toIp('10.0.1.9')), balancer('other', toIp('10.0.1.9'))],
  ],
  [
    'an endpoint service of an Application Load Balancer',
    'svc',
    /Application/,
    [one, ...oneZone, alb, service('svc', ['alb'])],
    [one, ...oneZone, balancer('nlb', toIp('10.0.1.9')), service('svc', ['nlb'])],
  ],
  [
    'two endpoint services of a load balancer',
    'second',
    /already associated/,
    [one, ...oneZone, balancer('nlb', toIp('10.0.1.9')), service('svc', ['nlb']), service('second', ['nlb'])],
    [one, ...oneZone, balancer('nlb', toIp('10.0.1.9')), service('svc', ['nlb']), service('second', [])],
  ],
]);
