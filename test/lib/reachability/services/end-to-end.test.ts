import { ask } from '../../../../lib/reachability/aws-rules/rule-case';
import {
  group,
  host,
  loadBalancer,
  type Piece,
  rule,
  subnet,
  topology,
  vpc,
} from '../../../../lib/reachability/aws-rules/topology';
import { decide, isReachable } from '../../../../lib/reachability/decide';
import type { InterfaceOwner, NetworkModel, VpcEndpoint } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import { latticeNetwork } from './lattice-network';

/** Interfaces are hosts, until they get another owner. */
function owned(model: NetworkModel, owners: Readonly<Record<string, InterfaceOwner>>): NetworkModel {
  const networkInterfaces = model.networkInterfaces.map((one) => ({ ...one, owner: owners[one.id] ?? one.owner }));
  return { ...model, networkInterfaces };
}

function endpoint(changes: Partial<VpcEndpoint>): Piece {
  return {
    vpcEndpoints: [
      {
        id: 'vpce',
        kind: 'Interface',
        vpcId: 'Consumer',
        state: 'available',
        networkInterfaceIds: ['eni'],
        routeTableIds: [],
        privateDnsEnabled: false,
        ...changes,
      },
    ],
  };
}

function verdictOf(model: NetworkModel, to: string, port = 80) {
  const [network, question] = [new Network(model), ask('client', to, 'tcp', port)];
  const { verdict, blockedBy, notModelled } = decide(network, question);
  expect(isReachable(network, question)).toBe(verdict === 'reachable');
  return { verdict, blockedBy: [...new Set(blockedBy.map(({ component }) => component))], notModelled };
}

const reachable = { verdict: 'reachable', blockedBy: [], notModelled: [] };
const blockedBy = (...components: readonly string[]) => ({
  verdict: 'blocked',
  blockedBy: components,
  notModelled: [],
});
const ofEndpoint: InterfaceOwner = { kind: 'vpc-endpoint', id: 'vpce' };

/** Two VPCs of 10.0.0.0/16: a client and an endpoint in one, a server in the other. */
const sides = (serverPeer: string) => [
  vpc('Consumer', '10.0.0.0/16'),
  vpc('Provider', '10.0.0.0/16'),
  subnet('C', 'Consumer', '10.0.1.0/24'),
  subnet('P', 'Provider', '10.0.1.0/24'),
  host('client', ['Consumer', 'C', '10.0.1.10']),
  host('eni', ['Consumer', 'C', '10.0.1.50'], ['sg-eni']),
  host('server', ['Provider', 'P', '10.0.1.10'], ['sg-server']),
  group('sg-eni', 'Consumer', { ingress: [rule('10.0.1.0/24', 'tcp', 80)] }),
  group('sg-server', 'Provider', { ingress: [rule(serverPeer, 'tcp', 80)] }),
];

describe('PrivateLink', () => {
  const model = (serverPeer: string) =>
    owned(
      topology(
        ...sides(serverPeer),
        loadBalancer('nlb', 'network', 'Provider', [['P', '10.0.1.5']], {
          targetType: 'ip',
          preserveClientIp: true,
          targets: [{ to: { ip: '10.0.1.10' }, port: 80 }],
        }),
        endpoint({ endpointServiceId: 'svc' }),
        {
          endpointServices: [
            {
              id: 'svc',
              serviceName: 'svc',
              networkLoadBalancerIds: ['nlb'],
              acceptanceRequired: false,
              acceptedEndpointIds: [],
              allowedPrincipals: [],
            },
          ],
        },
      ),
      { eni: ofEndpoint },
    );

  test('shows the server the load balancer, even with client IP addresses preserved', () => {
    expect(verdictOf(model('10.0.1.5/32'), 'vpce')).toEqual(reachable);
    expect(verdictOf(model('10.0.1.10/32'), 'vpce')).toEqual(blockedBy('sg-server'));
  });

  test('is filtered by the security group of the endpoint', () => {
    expect(verdictOf(model('0.0.0.0/0'), 'vpce', 81).blockedBy).toContain('sg-eni');
  });
});

describe('a resource endpoint', () => {
  const model = (serverPeer: string, gatewayPeer = '10.0.1.0/24') =>
    owned(
      topology(
        ...sides(serverPeer),
        host('rgw-eni', ['Provider', 'P', '10.0.1.60'], ['sg-rgw']),
        group('sg-rgw', 'Provider', { egress: [rule(gatewayPeer, 'tcp', 80)] }),
        endpoint({ kind: 'Resource', resourceConfigurationId: 'rcfg' }),
        {
          resourceGateways: [
            { id: 'rgw', vpcId: 'Provider', networkInterfaceIds: ['rgw-eni'], securityGroupIds: ['sg-rgw'] },
          ],
          resourceConfigurations: [
            { id: 'rcfg', resourceGatewayId: 'rgw', ports: [{ from: 80, to: 80 }], resource: { ip: '10.0.1.10' } },
          ],
        },
      ),
      { eni: ofEndpoint, 'rgw-eni': { kind: 'resource-gateway', id: 'rgw' } },
    );

  test('shows the resource the gateway', () => {
    expect(verdictOf(model('sg-rgw'), 'vpce')).toEqual(reachable);
    expect(verdictOf(model('10.0.1.60/32'), '10.0.1.50')).toEqual(reachable);
    expect(verdictOf(model('10.0.1.10/32'), 'vpce')).toEqual(blockedBy('sg-server'));
  });

  test('is filtered by the security group of the gateway', () => {
    expect(verdictOf(model('sg-rgw', '10.0.2.0/24'), 'vpce')).toEqual(blockedBy('sg-rgw'));
  });

  test('has only the ports of its configuration', () => {
    expect(verdictOf(model('0.0.0.0/0'), 'vpce', 81).blockedBy).toContain('rcfg');
  });
});

describe('a resource behind an endpoint of two zones', () => {
  const model = (second: string) =>
    owned(
      topology(
        ...sides('0.0.0.0/0'),
        host('rgw-eni', ['Provider', 'P', '10.0.1.60']),
        endpoint({ kind: 'Resource', resourceConfigurationId: 'rcfg', networkInterfaceIds: ['eni', 'eni-2'] }),
        host('eni-2', ['Consumer', 'C', '10.0.1.51'], ['sg-second']),
        group('sg-second', 'Consumer', { ingress: [rule(second, 'tcp', 80)] }),
        {
          resourceGateways: [{ id: 'rgw', vpcId: 'Provider', networkInterfaceIds: ['rgw-eni'], securityGroupIds: [] }],
          resourceConfigurations: [
            { id: 'rcfg', resourceGatewayId: 'rgw', ports: [{ from: 80, to: 80 }], resource: { ip: '10.0.1.10' } },
          ],
        },
      ),
      { eni: ofEndpoint, 'eni-2': ofEndpoint, 'rgw-eni': { kind: 'resource-gateway', id: 'rgw' } },
    );

  test.each(['vpce', 'rcfg'])('has to be reached by both, asked as %s', (asked) => {
    expect(verdictOf(model('10.0.0.0/8'), asked)).toEqual(reachable);
    expect(verdictOf(model('10.9.0.0/16'), asked)).toEqual(blockedBy('sg-second'));
  });
});

describe('a ServiceNetwork endpoint', () => {
  const model = (changes: Partial<VpcEndpoint> = {}) => {
    const base = latticeNetwork({ clientPeer: '10.0.1.50/32', model: { serviceNetworkVpcAssociations: [] } });
    const { networkInterfaces = [], securityGroups = [] } = host('eni', ['Consumer', 'C1', '10.0.1.50']);
    const { vpcEndpoints = [] } = endpoint({ kind: 'ServiceNetwork', serviceNetworkId: 'sn', ...changes });
    return owned(
      {
        ...base,
        vpcEndpoints,
        networkInterfaces: [...base.networkInterfaces, ...networkInterfaces],
        securityGroups: [...base.securityGroups, ...securityGroups],
      },
      { eni: ofEndpoint },
    );
  };

  test('reaches the service without an association of the VPC', () => {
    expect(verdictOf(model(), 'svc')).toEqual(reachable);
    expect(verdictOf(model(), '10.0.1.50')).toEqual(reachable);
  });

  test('has to be accepted', () => {
    expect(verdictOf(model({ state: 'pendingAcceptance' }), 'svc')).toEqual(blockedBy('vpce'));
  });
});
