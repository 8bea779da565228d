import {
  group,
  host,
  loadBalancer,
  rule,
  subnet,
  topology,
  vpc,
} from '../../../../lib/reachability/aws-rules/topology';
import type { EndpointService, LoadBalancer, NetworkModel, VpcEndpoint } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import { onward } from '../../../../lib/reachability/services/onward';

interface Changes {
  readonly endpoint?: Partial<VpcEndpoint>;
  readonly service?: Partial<EndpointService>;
  readonly balancer?: Partial<LoadBalancer>;
  readonly zone?: string;
}

/** An endpoint of account 222222222222 in zone a and a load balancer of 111111111111 in zones a and b. */
function model({ endpoint, service, balancer, zone = 'use1-aza' }: Changes): NetworkModel {
  const [owner, consumer] = ['111111111111', '222222222222'];
  const places = [
    ['Pa', '10.0.1.5'],
    ['Pb', '10.0.2.5'],
  ] as const;
  const targets = { targetType: 'ip', targets: [] } as const;
  const base = topology(
    vpc('Consumer', '10.0.0.0/16', { account: consumer }),
    vpc('Provider', '10.0.0.0/16', { account: owner }),
    subnet('C', 'Consumer', '10.0.1.0/24', { zone }),
    subnet('Pa', 'Provider', '10.0.1.0/24', { zone: 'use1-aza' }),
    subnet('Pb', 'Provider', '10.0.2.0/24', { zone: 'use1-azb' }),
    host('eni', ['Consumer', 'C', '10.0.1.50']),
    group('sg-nlb', 'Provider', { ingress: [rule('10.0.1.10/32', 'tcp', 80), rule('default-eni')] }),
    loadBalancer('nlb', 'network', 'Provider', places, targets, balancer),
    loadBalancer('second', 'network', 'Provider', [['Pa', '10.0.1.6']], targets),
  );
  return {
    ...base,
    networkInterfaces: base.networkInterfaces.map((one) =>
      one.id === 'eni' ? { ...one, owner: { kind: 'vpc-endpoint', id: 'vpce' } as const } : one,
    ),
    endpointServices: [
      {
        id: 'svc',
        account: owner,
        serviceName: 'name',
        networkLoadBalancerIds: ['nlb'],
        acceptanceRequired: false,
        acceptedEndpointIds: [],
        allowedPrincipals: ['*'],
        ...service,
      },
    ],
    vpcEndpoints: [
      {
        id: 'vpce',
        account: consumer,
        kind: 'Interface',
        vpcId: 'Consumer',
        state: 'available',
        endpointServiceId: 'svc',
        networkInterfaceIds: ['eni'],
        routeTableIds: [],
        privateDnsEnabled: false,
        ...endpoint,
      },
    ],
  };
}

function next(changes: Changes, ip = '10.0.1.10', protocol: 'tcp' | 'icmp' = 'tcp') {
  return onward(new Network(model(changes)), {
    at: { networkInterfaceId: 'eni' },
    client: { ip },
    protocol,
    ...(protocol === 'tcp' && { port: 80 }),
  });
}

const enforced: Partial<LoadBalancer> = {
  securityGroupIds: ['sg-nlb'],
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
};

describe('an endpoint of a service of one’s own', () => {
  test('leads to the load balancer of its zone, and to no other zone', () => {
    expect(next({})).toMatchObject({
      blockers: [],
      notModelled: [],
      legs: [
        {
          needed: 'all',
          legs: [
            { by: { privateLink: { endpointNetworkInterfaceId: 'eni' } }, to: { componentId: 'nlb-0' }, port: 80 },
          ],
        },
      ],
    });
    expect(next({ zone: 'use1-azb' }).legs[0]?.legs).toMatchObject([{ to: { componentId: 'nlb-1' } }]);
  });

  test('leads to each load balancer of the zone, as any may be taken', () => {
    const both = next({ service: { networkLoadBalancerIds: ['nlb', 'second'] } });
    const targets = both.legs.flatMap(({ legs }) => legs.map(({ to }) => to));
    expect(targets).toEqual([{ componentId: 'nlb-0' }, { componentId: 'second-0' }]);
  });

  test.each<[string, Changes, string]>([
    ['acceptance is missing', { service: { acceptanceRequired: true } }, 'svc'],
    ['it is pending', { endpoint: { state: 'pendingAcceptance' } }, 'svc'],
    ['it was rejected', { endpoint: { state: 'rejected' } }, 'vpce'],
    ['nobody is allowed', { service: { allowedPrincipals: [] } }, 'svc'],
    [
      'others are allowed',
      { service: { allowedPrincipals: ['arn:aws:iam::333333333333:root'], permissionsId: 'perm' } },
      'perm',
    ],
    ['the zone has no load balancer', { zone: 'use1-azc' }, 'svc'],
    ['the service has no load balancer', { service: { networkLoadBalancerIds: [] } }, 'svc'],
  ])('is blocked where %s', (_what, changes, component) => {
    expect(next(changes).blockers).toMatchObject([{ component }]);
  });

  test.each<[string, Changes]>([
    ['accepted', { service: { acceptanceRequired: true, acceptedEndpointIds: ['vpce'] } }],
    ['of an allowed account', { service: { allowedPrincipals: ['arn:aws:iam::222222222222:root'] } }],
    [
      'of the owner, who needs no permission',
      { endpoint: { account: '111111111111' }, service: { allowedPrincipals: [] } },
    ],
    ['of an unknown account', { endpoint: { account: undefined as never }, service: { allowedPrincipals: [] } }],
  ])('works where it is %s', (_what, changes) => {
    expect(next(changes)).toMatchObject({ blockers: [], warnings: [] });
  });

  test('of an allowed role warns that the role has to create it', () => {
    const allowedPrincipals = ['arn:aws:iam::222222222222:role/deployer'];
    expect(next({ service: { allowedPrincipals } })).toMatchObject({
      blockers: [],
      warnings: [expect.stringContaining('deployer')],
    });
  });

  test.each<[string, Partial<LoadBalancer>, string, string[]]>([
    ['its addresses, enforced', enforced, '10.0.1.10', []],
    ['other addresses, enforced', enforced, '10.0.1.11', ['sg-nlb']],
    [
      'other addresses, not enforced',
      { ...enforced, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false },
      '10.0.1.11',
      [],
    ],
    ['anything, as there is none', { enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true }, '10.0.1.11', []],
  ])('meets the load balancer’s security group for %s', (_what, balancer, ip, blockers) => {
    const found = next({ balancer }, ip).legs.flatMap((group) => group.blockers ?? []);
    expect(found.map(({ component }) => component)).toEqual(blockers);
  });

  test('does not carry ICMP', () => {
    expect(next({}, '10.0.1.10', 'icmp').blockers).toMatchObject([{ component: 'svc' }]);
  });

  test('to a load balancer of another kind is not judged', () => {
    expect(next({ balancer: { kind: 'unknown' } }).notModelled).toMatchObject([{ component: 'nlb' }]);
  });

  test('to a service of another Region is not judged', () => {
    const changes = { endpoint: { region: 'us-west-2' }, service: { region: 'us-east-1' } };
    expect(next(changes).notModelled).toMatchObject([{ component: 'svc' }]);
  });

  test.each([
    ['com.amazonaws.us-east-1.ec2', 443, []],
    ['com.amazonaws.us-east-1.ec2', 80, ['vpce']],
    ['com.amazonaws.us-east-1.s3', 80, []],
    ['com.amazonaws.us-east-1.email-smtp', 587, []],
    ['com.amazonaws.us-east-1.email-smtp', 443, ['vpce']],
  ])('of AWS’s own %s on tcp %i ends there', (serviceName, port, blockers) => {
    const network = new Network(model({ endpoint: { endpointServiceId: undefined as never, serviceName } }));
    const { legs, ...rest } = onward(network, {
      at: { networkInterfaceId: 'eni' },
      client: { ip: '10.0.1.10' },
      protocol: 'tcp',
      port,
    });
    expect(legs).toEqual([]);
    expect(rest.blockers.map(({ component }) => component)).toEqual(blockers);
  });
});
