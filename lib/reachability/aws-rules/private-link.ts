import type { EndpointService } from '../model';
import { ask, isBlocked, isCreated, isRefused, type RuleCase, reaches } from './rule-case';
import { host, loadBalancer, subnet, topology, vpc } from './topology';

/** Two VPCs of 10.0.0.0/16 in two accounts: a consumer with an endpoint, a provider with a service behind a load balancer. */
function service(changes: Partial<EndpointService> = {}) {
  return topology(
    vpc('Consumer', '10.0.0.0/16', { account: '222222222222' }),
    vpc('Provider', '10.0.0.0/16', { account: '111111111111' }),
    subnet('C1', 'Consumer', '10.0.1.0/24'),
    subnet('P1', 'Provider', '10.0.1.0/24'),
    host('consumer', ['Consumer', 'C1', '10.0.1.10']),
    host('provider', ['Provider', 'P1', '10.0.1.10']),
    loadBalancer('nlb', 'network', 'Provider', [['P1', '10.0.1.5']], {
      targetType: 'ip',
      targets: [{ to: { ip: '10.0.1.10' }, port: 80 }],
    }),
    host('eni-vpce', ['Consumer', 'C1', '10.0.1.50']),
    {
      endpointServices: [
        {
          id: 'vpce-svc',
          account: '111111111111',
          serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc',
          networkLoadBalancerIds: ['nlb'],
          acceptanceRequired: true,
          acceptedEndpointIds: ['vpce'],
          allowedPrincipals: ['arn:aws:iam::222222222222:root'],
          ...changes,
        },
      ],
      vpcEndpoints: [
        {
          id: 'vpce',
          account: '222222222222',
          kind: 'Interface',
          vpcId: 'Consumer',
          state: 'available',
          endpointServiceId: 'vpce-svc',
          networkInterfaceIds: ['eni-vpce'],
          routeTableIds: [],
          privateDnsEnabled: false,
        },
      ],
    },
  );
}

/** `host` makes interfaces of instances; the endpoint's is its own. */
function owned(model: ReturnType<typeof topology>) {
  const networkInterfaces = model.networkInterfaces.map((one) =>
    one.id === 'eni-vpce' ? { ...one, owner: { kind: 'vpc-endpoint', id: 'vpce' } as const } : one,
  );
  return { ...model, networkInterfaces };
}

function resourceEndpoint(gatewayVpcId: string) {
  return topology(vpc('A', '10.0.0.0/16'), vpc('B', '10.1.0.0/16'), {
    resourceGateways: [{ id: 'rgw', vpcId: gatewayVpcId, networkInterfaceIds: [], securityGroupIds: [] }],
    resourceConfigurations: [
      { id: 'rcfg', resourceGatewayId: 'rgw', ports: [{ from: 80, to: 80 }], resource: { ip: '10.0.1.10' } },
    ],
    vpcEndpoints: [
      {
        id: 'vpce',
        kind: 'Resource',
        vpcId: 'A',
        state: 'available',
        resourceConfigurationId: 'rcfg',
        networkInterfaceIds: [],
        routeTableIds: [],
        privateDnsEnabled: false,
      },
    ],
  });
}

const open = owned(service());

export const privateLinkRules: readonly RuleCase[] = [
  {
    id: 'awsdoc/pl/identical-cidr',
    expected: reaches(open, 'consumer', '10.0.1.50'),
    twin: isBlocked(open, ask('consumer', '10.0.1.50', 'tcp', 81), ['nlb'], 'forward'),
  },
  {
    id: 'awsdoc/pl/reverse',
    expected: isBlocked(open, ask('provider', 'consumer'), ['Provider'], 'forward'),
    twin: reaches(open, 'consumer', 'vpce'),
  },
  {
    id: 'awsdoc/pl/not-accepted',
    expected: isBlocked(owned(service({ acceptedEndpointIds: [] })), ask('consumer', 'vpce'), ['vpce-svc'], 'forward'),
    twin: reaches(owned(service({ acceptedEndpointIds: [], acceptanceRequired: false })), 'consumer', 'vpce'),
  },
  {
    id: 'awsdoc/pl/principal-not-allowed',
    expected: isRefused(
      owned(service({ allowedPrincipals: ['arn:aws:iam::333333333333:root'] })),
      'vpce',
      /account 222222222222 is not among the allowed principals/,
      ask('consumer', 'vpce'),
    ),
    twin: isCreated(open),
  },
  {
    id: 'awsdoc/pl/resource-endpoint-same-vpc',
    expected: isRefused(resourceEndpoint('A'), 'vpce', /same VPC/),
    twin: isCreated(resourceEndpoint('B')),
  },
];
