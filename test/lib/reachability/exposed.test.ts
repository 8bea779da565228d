import { attachment, network, transitGateway, transitRoute } from '../../../lib/reachability/aws-rules/networks';
import { exposed } from '../../../lib/reachability/exposed';
import { leading } from '../../../lib/reachability/leading';
import { Network } from '../../../lib/reachability/network';
import { apart, balanced, peered } from './two-vpcs';

const ports = (from: number, to = from) => ({ protocol: 'tcp', ports: { from, to } });

describe('exposed', () => {
  test('nobody reaches a server in a VPC that nothing connects', () => {
    expect(exposed(new Network(apart), 'eni-server')).toEqual({
      destination: 'eni-server',
      direct: [],
      throughDoors: [],
    });
  });

  test('clients reach it directly on the port that its group opens', () => {
    const direct = [{ sources: ['eni-one', 'eni-two'], destination: 'eni-server', ...ports(80) }];
    expect(exposed(new Network(peered), 'eni-server')).toEqual({ destination: 'eni-server', direct, throughDoors: [] });
  });

  test('a load balancer that leads to it is a way in, on the listener that does', () => {
    const { throughDoors } = exposed(new Network(balanced), 'eni-server');
    expect(throughDoors).toEqual([{ sources: ['eni-one', 'eni-two'], destination: 'balancer', ...ports(8080) }]);
  });

  test('a listener that leads to somebody else is none', () => {
    const everybody = { protocol: '-1', peer: { cidr: '0.0.0.0/0' } } as const;
    const model = {
      ...balanced,
      securityGroups: balanced.securityGroups.map((group) => ({ ...group, ingress: [everybody] })),
      targetGroups: balanced.targetGroups.map((group) =>
        group.id === 'empty' ? { ...group, targets: [{ to: { ip: '10.0.0.11' }, port: 80 }] } : group,
      ),
    };
    const network = new Network(model);
    const listeners = (id: string) => exposed(network, id).throughDoors.map((flow) => flow.ports?.from);
    expect([listeners('eni-server'), listeners('eni-two')]).toEqual([[8080], [9090]]);
  });

  test('so is the address that an attachment translates it to', () => {
    const [a, b] = peered.vpcs;
    if (!a || !b) throw new Error('no VPC');
    const natRules = [{ matchSourceCidr: '10.1.0.0/16', natCidr: '100.64.0.0/16' }];
    const transit = transitGateway(transitRoute('100.64.0.0/16', 'b'), transitRoute('10.0.0.0/16', 'a'));
    const model = {
      ...apart,
      ...transit,
      transitGatewayAttachments: [attachment(a, 'a', ['a']), attachment(b, 'b', ['b'], { natRules })],
      routeTables: apart.routeTables.map((table) => ({
        ...table,
        routes: [
          ...table.routes,
          {
            destination: table.vpcId === a.id ? '100.64.0.0/16' : '10.0.0.0/16',
            target: { kind: 'transit-gateway', id: 'tgw-1' },
            origin: 'static',
            state: 'active',
          } as const,
        ],
      })),
    };
    expect(exposed(new Network(model), 'eni-server').throughDoors).toEqual([
      { sources: ['eni-one', 'eni-two'], destination: '100.64.0.10', ...ports(80) },
    ]);
  });
});

describe('what leads where', () => {
  const base = network({
    ...balanced,
    endpointServices: [
      {
        id: 'service',
        serviceName: 's',
        networkLoadBalancerIds: ['balancer'],
        acceptanceRequired: false,
        acceptedEndpointIds: [],
        allowedPrincipals: [],
      },
    ],
    resourceConfigurations: [
      { id: 'by-address', ports: [{ from: 1, to: 100 }], resource: { ip: '10.1.0.10' } },
      { id: 'by-balancer', ports: [{ from: 8000, to: 9999 }], resource: { componentId: 'balancer' } },
    ],
    serviceNetworks: [
      {
        id: 'network',
        authType: 'NONE',
        serviceAssociations: [{ id: 'x', latticeServiceId: 'lattice' }],
        resourceAssociations: [{ id: 'y', resourceConfigurationId: 'by-address' }],
      },
    ],
    latticeServices: [
      { id: 'lattice', authType: 'NONE', listeners: [{ protocols: ['tcp'], port: 443, targetGroupIds: ['group'] }] },
    ],
  });
  const endpoint = (to: Readonly<Record<string, string>>) => ({
    id: 'endpoint',
    kind: 'Interface' as const,
    vpcId: 'vpc-a',
    state: 'available' as const,
    networkInterfaceIds: [],
    routeTableIds: [],
    privateDnsEnabled: false,
    ...to,
  });

  test.each<[string, Readonly<Record<string, string>>, readonly object[]]>([
    ['an endpoint service', { endpointServiceId: 'service' }, [ports(8080)]],
    ['a resource by its address', { resourceConfigurationId: 'by-address' }, [ports(1, 100)]],
    ['a resource by its load balancer', { resourceConfigurationId: 'by-balancer' }, [ports(8080)]],
    ['a service network', { serviceNetworkId: 'network' }, [ports(443), ports(1, 100)]],
    ['a service of AWS', {}, []],
  ])('an endpoint of %s', (_, to, expected) => {
    const { ports: found } = leading({ ...base, vpcEndpoints: [endpoint(to)] });
    expect(found('endpoint', 'eni-server')).toEqual(expected);
    expect(found('endpoint', 'eni-one')).toEqual([]);
  });

  test('load balancers that hand to each other come to an end', () => {
    const group = { id: 'group', targetType: 'alb', port: 80, preserveClientIp: false } as const;
    const circle = [{ ...group, targets: [{ to: { loadBalancerId: 'balancer' }, port: 8080 }] }];
    expect(leading({ ...base, targetGroups: circle }).ports('balancer', 'eni-server')).toEqual([]);
  });
});
