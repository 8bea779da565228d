import { network } from '../../../../lib/reachability/aws-rules/networks';
import { generate } from '../../../../lib/reachability/generate';
import type { NetworkModel } from '../../../../lib/reachability/model';
import type { Box } from '../../../../lib/reachability/page/box';
import { connections } from '../../../../lib/reachability/page/connections';
import { drawing } from '../../../../lib/reachability/page/drawing';
import { layout } from '../../../../lib/reachability/page/layout';
import { shortNames } from '../../../../lib/reachability/page/short-names';
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
    const whole: Box = { ids: [], kind: 'account', label: [], x: 0, y: 0, width, height };
    expect(boxes.filter((box) => !inside(whole, box))).toEqual([]);
    const held = { interface: 'subnet', subnet: 'vpc', zone: 'vpc', gateway: 'vpc', vpc: 'account' } as const;
    for (const [inner, outer] of Object.entries(held)) {
      const outers = boxes.filter(({ kind }) => kind === outer);
      const strays = boxes.filter((box) => box.kind === inner && !outers.some((one) => inside(one, box)));
      expect(strays).toEqual([]);
    }
  });

  test.each<[string, NetworkModel]>([
    ['two peered VPCs', peered],
    ['two accounts and the internet', withInternet],
    ['20 VPCs', generate({ seed: 1, vpcs: 20, interfaces: 1_000 })],
  ])('of %s leads no line through a VPC or a connection that it does not join', (_, model) => {
    const { boxes, lines, width, height } = layout(model);
    const solid = boxes.filter(({ kind }) => kind === 'vpc' || kind === 'between');
    for (const { corners } of lines) {
      const legs = corners.slice(1).map((corner, index) => [corners[index] ?? corner, corner] as const);
      const ends = [corners[0], corners.at(-1)].filter((corner) => corner !== undefined);
      const touches = (box: Box, [x, y]: readonly [number, number]) =>
        x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
      for (const [[x1, y1], [x2, y2]] of legs) {
        expect(x1 === x2 || y1 === y2).toBe(true);
        const leg: Box = {
          ids: [],
          kind: 'between',
          label: [],
          ...{ x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2), height: Math.abs(y1 - y2) },
        };
        const crossed = solid.filter((box) => overlap(box, leg) && !ends.some((end) => touches(box, end)));
        expect(crossed).toEqual([]);
        expect(Math.max(x1, x2) < width && Math.max(y1, y2) < height).toBe(true);
      }
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

test('a path too long for its box keeps its end, another name its beginning, and both are whole for who hovers', () => {
  const [first, second, ...rest] = peered.networkInterfaces;
  if (!first || !second) throw new Error('no interfaces');
  const [path, sentence] = [`${'Stack/'.repeat(20)}Last`, `First ${'and more '.repeat(20)}`];
  const networkInterfaces = [{ ...first, name: path }, { ...second, name: sentence }, ...rest];
  const svg = drawing({ ...peered, networkInterfaces });
  expect(svg).toMatch(/<text[^>]*>…[^<]{10,40}Last<\/text>/);
  expect(svg).toMatch(/<text[^>]*>First [^<]{10,40}…<\/text>/);
  expect(svg).toContain(`<title>${path}\n`);
  expect(svg).toContain(`<title>${sentence}\n`);
});

test('a subnet is called by the last part of its path, or by its name where that is no path', () => {
  const called = (id: string, name: string) => {
    const [subnet, ...others] = peered.subnets;
    if (!subnet) throw new Error('no subnet');
    const { boxes } = layout({ ...peered, subnets: [{ ...subnet, id, name }, ...others] });
    return boxes.find(({ kind, ids }) => kind === 'subnet' && ids.includes(id))?.label[0];
  };
  expect(called('App.Subnet1', 'App/Vpc/Subnet1')).toMatch(/^Subnet1 {2}10\./);
  expect(called('subnet-1', 'web-10.0.0.0/24')).toMatch(/^web-10\.0\.0\.0\/24 {2}10\./);
});

test('the name of a VPC ends before its internet gateway begins', () => {
  const vpcs = withInternet.vpcs.map((vpc) => ({ ...vpc, name: 'a-vpc-with-quite-a-long-name-in-one-zone' }));
  const svg = drawing({ ...withInternet, vpcs });
  const [, withGateway = '', without = ''] =
    /class="vpc".*?<text[^>]*>(.*?)<.*class="vpc".*?<text[^>]*>(.*?)</s.exec(svg) ?? [];
  expect(withGateway).toMatch(/^….*10\.0\.0\.0\/16$/);
  expect(withGateway.length).toBeLessThan(without.length - 10);
});

describe('what stands for something else', () => {
  test('is marked by what belongs to it: security groups of an interface, tables of a subnet', () => {
    const { boxes } = layout(peered);
    const client = boxes.find(({ kind, ids }) => kind === 'interface' && ids.includes('eni-one'));
    const subnet = boxes.find(({ kind, ids }) => kind === 'subnet' && ids.includes('eni-one'));
    expect(client?.parts).toEqual(['sg-client']);
    expect(subnet?.parts).toContain('rtb-a');
    expect(subnet?.ids).not.toContain('rtb-a');
  });

  test('is called by its path without the stack, unless two are called alike', () => {
    const [first, second, third] = balanced.networkInterfaces;
    if (!first || !second || !third) throw new Error('no interfaces');
    const called = (id: string, name: string) => ({ id, name });
    const networkInterfaces = [
      { ...first, ...called('One.A', 'One/Service/A') },
      { ...second, ...called('One.B', 'One/Service/B') },
      { ...third, ...called('Two.B', 'Two/Service/B') },
    ];
    const short = shortNames({ ...balanced, networkInterfaces });
    expect(['One.A', 'One.B', 'Two.B', 'vpc-a'].map(short)).toEqual([
      'Service/A',
      'One/Service/B',
      'Two/Service/B',
      'vpc-a',
    ]);
  });
});
