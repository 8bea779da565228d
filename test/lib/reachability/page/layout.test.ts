import { generate } from '../../../../lib/reachability/generate';
import type { NetworkModel } from '../../../../lib/reachability/model';
import { connections } from '../../../../lib/reachability/page/connections';
import { drawing } from '../../../../lib/reachability/page/drawing';
import { layout } from '../../../../lib/reachability/page/layout';
import type { Box } from '../../../../lib/reachability/page/vpc-boxes';
import { network } from '../networks';
import { balanced, peered } from '../two-vpcs';

const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;
const inside = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const accounts = balanced.vpcs.map((vpc, index) => ({ ...vpc, account: `${index}`.repeat(12) }));
const withInternet = { ...balanced, vpcs: accounts, internetGateways: [{ id: 'igw-1', vpcId: 'vpc-a' }] };

describe('layout', () => {
  test.each<[string, NetworkModel]>([
    ['nothing', network()],
    ['two peered VPCs', peered],
    ['two accounts and the internet', withInternet],
    ['a VPC without subnets', network({ vpcs: peered.vpcs })],
    ['20 VPCs', generate({ seed: 1, vpcs: 20, interfaces: 1_000 })],
  ])('of %s puts nothing over anything that it does not hold', (_, model) => {
    const { boxes, width, height } = layout(model);
    for (const kind of ['account', 'vpc', 'zone', 'subnet', 'interface', 'between'] as const) {
      const same = boxes.filter((box) => box.kind === kind);
      for (const [index, one] of same.entries()) {
        expect(same.slice(index + 1).filter((other) => overlap(one, other))).toEqual([]);
      }
    }
    const whole: Box = { ids: [], kind: 'account', label: '', x: 0, y: 0, width, height };
    expect(boxes.filter((box) => !inside(whole, box))).toEqual([]);
    const held = { interface: 'subnet', subnet: 'vpc', zone: 'vpc', gateway: 'vpc', vpc: 'account' } as const;
    for (const [inner, outer] of Object.entries(held)) {
      const outers = boxes.filter(({ kind }) => kind === outer);
      const strays = boxes.filter((box) => box.kind === inner && !outers.some((one) => inside(one, box)));
      expect(strays).toEqual([]);
    }
  });

  test('shows every VPC, subnet, interface and connection, one by one or among "more"', () => {
    const model = generate({ seed: 1, vpcs: 3, interfaces: 200 });
    const ids = new Set(layout(model).boxes.flatMap((box) => box.ids));
    const { vpcs, subnets, networkInterfaces, transitGateways, vpcPeeringConnections } = model;
    const wanted = [...vpcs, ...subnets, ...networkInterfaces, ...transitGateways, ...vpcPeeringConnections];
    expect(wanted.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
    expect(layout(model).lines).toHaveLength(3 + 2);
  });

  test('leads to the internet where there is a gateway, and has no such place elsewhere', () => {
    const { boxes, lines } = layout(withInternet);
    expect(boxes.filter(({ kind }) => kind === 'internet')).toHaveLength(1);
    expect(lines.filter(({ ids }) => ids.includes('igw-1'))).toHaveLength(1);
    expect(layout(balanced).boxes.filter(({ kind }) => kind === 'internet')).toEqual([]);
  });
});

test('endpoints, services and Lattice join the VPCs that they serve and those that they are used from', () => {
  const endpoint = {
    state: 'available',
    networkInterfaceIds: [],
    routeTableIds: [],
    privateDnsEnabled: false,
  } as const;
  const model: NetworkModel = {
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
    vpcEndpoints: [
      { ...endpoint, id: 'vpce-1', kind: 'Interface', vpcId: 'vpc-b', endpointServiceId: 'service' },
      { ...endpoint, id: 'vpce-2', kind: 'Resource', vpcId: 'vpc-b', resourceConfigurationId: 'resource' },
    ],
    resourceGateways: [{ id: 'gateway', vpcId: 'vpc-a', networkInterfaceIds: [], securityGroupIds: [] }],
    resourceConfigurations: [
      { id: 'resource', resourceGatewayId: 'gateway', ports: [], resource: { ip: '10.0.0.10' } },
    ],
    serviceNetworks: [
      {
        id: 'network',
        authType: 'NONE',
        serviceAssociations: [{ id: 'association', latticeServiceId: 'lattice' }],
        resourceAssociations: [],
      },
    ],
    serviceNetworkVpcAssociations: [
      { id: 'vpc-association', serviceNetworkId: 'network', vpcId: 'vpc-b', securityGroupIds: [] },
    ],
    latticeServices: [
      { id: 'lattice', authType: 'NONE', listeners: [{ protocols: ['tcp'], port: 443, targetGroupIds: ['group'] }] },
    ],
  };
  const joined = connections(model).map(({ id, joins }) => [id, joins.map(({ component }) => component)]);
  expect(Object.fromEntries(joined)).toEqual({
    'pcx-1': ['vpc-a', 'vpc-b'],
    service: ['vpc-a', 'vpc-b'],
    resource: ['vpc-a', 'vpc-b'],
    network: ['vpc-b', 'lattice'],
    lattice: ['vpc-a'],
  });
});

test('the drawing names what it shows', () => {
  const svg = drawing(withInternet);
  expect(svg).toContain('role="img" aria-label="topology: 2 VPCs, 2 subnets, 4 interfaces"');
  expect(svg.match(/<g /g)).toHaveLength(layout(withInternet).boxes.length);
  for (const [, ids = ''] of svg.matchAll(/data-ids="(.*?)"/g)) {
    expect(JSON.parse(ids.replaceAll('&quot;', '"'))).not.toEqual([]);
  }
});

test('a name too long for its box keeps its end, and is whole for who hovers', () => {
  const name = `${'Stack/'.repeat(20)}Last`;
  const [first, ...rest] = peered.networkInterfaces;
  if (!first) throw new Error('no interface');
  const svg = drawing({ ...peered, networkInterfaces: [{ ...first, name }, ...rest] });
  expect(svg).toMatch(/<text[^>]*>…[^<]{10,40}Last 10\.0\.0\.10<\/text>/);
  expect(svg).toContain(`<title>${name} 10.0.0.10`);
});
