import { host, subnet, topology, vpc } from '../../../../lib/reachability/aws-rules/topology';
import type {
  NetworkModel,
  ResourceConfiguration,
  ServiceNetwork,
  VpcEndpoint,
} from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import { onward } from '../../../../lib/reachability/services/onward';

interface Changes {
  readonly endpoint?: Partial<VpcEndpoint>;
  readonly configuration?: Partial<ResourceConfiguration>;
  readonly serviceNetwork?: Partial<ServiceNetwork>;
  readonly gatewayVpcId?: string;
  readonly shared?: readonly string[];
}

/** An endpoint of account 222222222222 to a resource of 111111111111 behind a gateway with two interfaces. */
function model({
  endpoint,
  configuration,
  serviceNetwork,
  gatewayVpcId = 'Provider',
  shared = ['222222222222'],
}: Changes): NetworkModel {
  const [owner, consumer] = ['111111111111', '222222222222'];
  const base = topology(
    vpc('Consumer', '10.0.0.0/16', { account: consumer }),
    vpc('Provider', '10.0.0.0/16', { account: owner }),
    subnet('C', 'Consumer', '10.0.1.0/24'),
    host('eni', ['Consumer', 'C', '10.0.1.50']),
  );
  return {
    ...base,
    networkInterfaces: base.networkInterfaces.map((one) => ({ ...one, owner: { kind: 'vpc-endpoint', id: 'vpce' } })),
    resourceGateways: [
      { id: 'rgw', vpcId: gatewayVpcId, networkInterfaceIds: ['rgw-a', 'rgw-b'], securityGroupIds: [] },
    ],
    resourceConfigurations: [
      {
        id: 'rcfg',
        account: owner,
        resourceGatewayId: 'rgw',
        ports: [
          { from: 80, to: 80 },
          { from: 8000, to: 8100 },
        ],
        resource: { ip: '10.0.9.9' },
        ...configuration,
      },
    ],
    serviceNetworks: [
      {
        id: 'sn',
        account: owner,
        authType: 'NONE',
        serviceAssociations: [],
        resourceAssociations: [{ id: 'snra', resourceConfigurationId: 'rcfg' }],
        ...serviceNetwork,
      },
    ],
    resourceShares: [{ id: 'share', resourceIds: ['rcfg', 'sn'], principals: shared }],
    vpcEndpoints: [
      {
        id: 'vpce',
        account: consumer,
        kind: 'Resource',
        vpcId: 'Consumer',
        state: 'available',
        resourceConfigurationId: 'rcfg',
        networkInterfaceIds: ['eni'],
        routeTableIds: [],
        privateDnsEnabled: false,
        ...endpoint,
      },
    ],
  };
}

function next(changes: Changes, port = 80, protocol: 'tcp' | 'udp' = 'tcp', wanted?: string) {
  return onward(new Network(model(changes)), {
    at: { networkInterfaceId: 'eni', ...(wanted !== undefined && { wanted }) },
    client: { ip: '10.0.1.10' },
    protocol,
    port,
  });
}

const throughNetwork: Partial<VpcEndpoint> = {
  kind: 'ServiceNetwork',
  resourceConfigurationId: undefined as never,
  serviceNetworkId: 'sn',
};

describe('a Resource endpoint', () => {
  test.each([80, 8000, 8100])('goes on by each interface of the gateway on tcp %i', (port) => {
    expect(next({}, port)).toEqual({
      hops: expect.anything(),
      blockers: [],
      notModelled: [],
      warnings: [],
      legs: [
        {
          component: 'rgw',
          needed: 'all',
          legs: ['rgw-a', 'rgw-b'].map((networkInterfaceId) => ({
            by: { networkInterfaceId },
            to: { ip: '10.0.9.9' },
            protocol: 'tcp',
            port,
          })),
        },
      ],
    });
  });

  test.each<[string, Changes, string]>([
    ['is not shared', { shared: [] }, 'share'],
    ['is rejected', { endpoint: { state: 'rejected' } }, 'vpce'],
    ['is beside its gateway', { gatewayVpcId: 'Consumer' }, 'rgw'],
  ])('is blocked where it %s', (_what, changes, component) => {
    expect(next(changes).blockers).toMatchObject([{ component }]);
  });

  test.each([
    [81, 'tcp'],
    [8101, 'tcp'],
    [80, 'udp'],
  ] as const)('does not carry %i of %s', (port, protocol) => {
    const { blockers, legs } = next({}, port, protocol);
    expect(blockers).toMatchObject([{ component: 'rcfg', type: 'resource-configuration' }]);
    if (protocol === 'udp') expect(legs).toEqual([]);
  });

  test.each<[string, Partial<ResourceConfiguration>]>([
    ['a resource that is not known', { resource: { unknown: 'arn:aws:rds:x' } }],
    ['a resource without a gateway', { resourceGatewayId: undefined as never }],
  ])('to %s is not judged', (_what, configuration) => {
    expect(next({ configuration })).toMatchObject({ legs: [], notModelled: [{ component: 'rcfg' }] });
  });

  test('leads to a component', () => {
    const { legs } = next({ configuration: { resource: { componentId: 'nlb' } } });
    expect(legs[0]?.legs[0]?.to).toEqual({ componentId: 'nlb' });
  });

  test.each([
    ['az1', ['rgw-a']],
    ['az2', ['rgw-b']],
    ['az3', ['rgw-a', 'rgw-b']],
  ])('from zone %s the gateway connects by %j', (zone, expected) => {
    const base = model({});
    const placed = topology(
      { ...base, routeTables: [], subnets: [] },
      subnet('C', 'Consumer', '10.0.1.0/24', { zone }),
      subnet('P1', 'Provider', '10.0.1.0/24', { zone: 'az1' }),
      subnet('P2', 'Provider', '10.0.2.0/24', { zone: 'az2' }),
      host('rgw-a', ['Provider', 'P1', '10.0.1.10']),
      host('rgw-b', ['Provider', 'P2', '10.0.2.10']),
    );
    const arrival = {
      at: { networkInterfaceId: 'eni' },
      client: { ip: '10.0.1.9' },
      protocol: 'tcp',
      port: 80,
    } as const;
    const { legs } = onward(new Network(placed), arrival);
    expect(legs.flatMap((group) => group.legs.map(({ by }) => by))).toEqual(
      expected.map((networkInterfaceId) => ({ networkInterfaceId })),
    );
  });
});

describe('a ServiceNetwork endpoint', () => {
  test('reaches what the client names, or the only thing there is', () => {
    expect(next({ endpoint: throughNetwork }, 80, 'tcp', 'rcfg').legs).toHaveLength(1);
    expect(next({ endpoint: throughNetwork })).toMatchObject({ blockers: [], notModelled: [], legs: [{}] });
  });

  test.each<[string, Changes, string | undefined, string]>([
    ['the service network is not shared', { shared: [] }, 'rcfg', 'share'],
    ['what is wanted is not there', {}, 'svc', 'sn'],
    ['there is nothing', { serviceNetwork: { resourceAssociations: [] } }, undefined, 'sn'],
  ])('is blocked where %s', (_what, changes, wanted, component) => {
    const { blockers } = next({ ...changes, endpoint: throughNetwork }, 80, 'tcp', wanted);
    expect(blockers).toMatchObject([{ component }]);
  });
});
