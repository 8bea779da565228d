import { join } from 'node:path';
import fc from 'fast-check';
import { readDescribe } from '../../../lib/reachability/describe/read-describe';
import { edits } from '../../../lib/reachability/endpoint/unknown';
import { destinations, sources } from '../../../lib/reachability/endpoints';
import { InputError } from '../../../lib/reachability/input-error';
import { Network } from '../../../lib/reachability/network';

// Two accounts, whose VPCs `orders` (vpc-a) and `billing` (vpc-b) have the same CIDR.
const model = readDescribe(join(__dirname, '../../fixtures/describe/two-accounts'));
const network = new Network(model);

const sourceIds = (text: string, of = network): readonly string[] =>
  sources(of, text).map((source) => (source === 'internet' ? source : source.networkInterfaceId));

const destinationIds = (text: string, of = network): readonly string[] =>
  destinations(of, text).map((one) => (one === 'internet' ? one : 'ip' in one ? one.ip : one.componentId));

const WORKLOADS = ['eni-app', 'eni-lambda', 'eni-eks', 'eni-rds', 'eni-task', 'eni-odd'];
const LOAD_BALANCER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/front/0a1b';

describe('sources', () => {
  test('tells the interfaces of a service apart by their subnets, and a subnet by its name alone', () => {
    const service = { kind: 'ecs-service', id: 'orders' } as const;
    const named = new Network({
      ...model,
      subnets: model.subnets.map((one, index) => ({ ...one, name: `Shop/Vpc/Subnet${index}` })),
      networkInterfaces: model.networkInterfaces.map((one) => {
        const index = model.subnets.findIndex(({ id }) => id === one.subnetId);
        return one.id === 'eni-task' ? { ...one, name: `Shop/Orders/Subnet${index}`, owner: service } : one;
      }),
    });
    const index = model.subnets.findIndex(
      ({ id }) => id === model.networkInterfaces.find((one) => one.id === 'eni-task')?.subnetId,
    );
    for (const text of ['Shop/Orders', 'Orders', `Orders/Subnet${index}`, `Shop/Orders/Subnet${index}`]) {
      expect([text, sourceIds(text, named)]).toEqual([text, ['eni-task']]);
    }
    expect(sourceIds(`Subnet${index}`, named)).toEqual(expect.arrayContaining(WORKLOADS));
  });

  test('knows a Name tag beside another name', () => {
    const tagged = model.networkInterfaces.map((one) => (one.id === 'eni-app' ? { ...one, tagName: 'till' } : one));
    expect(sourceIds('till', new Network({ ...model, networkInterfaces: tagged }))).toEqual(['eni-app']);
  });

  test.each([
    ['the internet', 'internet', ['internet']],
    ['a public address of nobody', '8.8.4.4', ['internet']],
    ['a public address of an interface', '198.51.100.20', ['eni-app']],
    ['a private address', '10.7.1.46', ['eni-task']],
    ['a secondary address', '10.7.1.21', ['eni-app']],
    ['an address of a delegated prefix', '10.7.1.130', ['eni-app']],
    ['an address in a VPC by name', 'billing/10.7.1.20', ['eni-pay']],
    ['an address in a VPC by id', 'vpc-a/10.7.1.20', ['eni-app']],
    ['an interface', 'eni-app-2', ['eni-app-2']],
    ['an interface of a carrier', 'eni-nat', ['eni-nat']],
    ['an instance, by its primary interface', 'i-app', ['eni-app']],
    ['an instance by its Name tag', 'app-1', ['eni-app']],
    ['whatever the case', 'PAY-1', ['eni-pay']],
    ['an ECS service by its ARN', 'arn:aws:ecs:eu-west-1:111111111111:service/main/orders', ['eni-task']],
    ['an EKS cluster', 'shop', ['eni-eks']],
    ['a subnet', 'orders-1', WORKLOADS],
    ['a security group', 'sg-app', ['eni-app']],
    ['a CIDR', '10.7.1.40/29', ['eni-lambda', 'eni-eks', 'eni-rds', 'eni-task', 'eni-odd']],
    ['a VPC', 'vpc-a', WORKLOADS],
  ])('%s: %s', (_name, text, ids) => {
    expect(sourceIds(text)).toEqual(ids);
  });

  test('an address is sent from, and it is the private one', () => {
    expect(sources(network, '10.7.1.21')).toEqual([{ networkInterfaceId: 'eni-app', ip: '10.7.1.21' }]);
    expect(sources(network, '198.51.100.20')).toEqual([{ networkInterfaceId: 'eni-app', ip: '10.7.1.20' }]);
  });

  test('an address that a transit gateway attachment translates', () => {
    expect(sources(network, '100.100.1.46')).toEqual([{ networkInterfaceId: 'eni-task', ip: '10.7.1.46' }]);
    expect(() => sources(network, '100.101.1.46')).toThrow('no interface has the address 100.101.1.46');
  });
});

describe('destinations', () => {
  test.each([
    ['the internet', 'Internet', ['internet']],
    ['an address, whoever has it', '10.7.1.20', ['10.7.1.20']],
    ['an address of nobody', '192.0.2.1', ['192.0.2.1']],
    ['an address in a VPC', 'billing/10.7.1.20', ['eni-pay']],
    ['all interfaces of an instance', 'i-app', ['eni-app', 'eni-app-2']],
    ['a load balancer by ARN', LOAD_BALANCER, [LOAD_BALANCER]],
    ['a load balancer by name', 'front', [LOAD_BALANCER]],
    ['a load balancer by DNS name', 'front-0a1b.elb.eu-west-1.amazonaws.com', [LOAD_BALANCER]],
    ['an endpoint', 'vpce-0b', ['vpce-0b']],
    ['an endpoint by DNS name', 'vpce-0b.vpce-svc-b.eu-west-1.vpce.amazonaws.com', ['vpce-0b']],
    ['the endpoints of a service by its private DNS name', 'pay.example.com', ['vpce-0b']],
    ['the endpoints of a service by its id', 'vpce-svc-b', ['vpce-0b']],
    ['a Lattice service by DNS name', 'pay-0.7d67968.vpc-lattice-svcs.eu-west-1.on.aws', ['svc-1']],
    ['a NAT gateway', 'nat-a', ['eni-nat']],
    ['a subnet', 'billing-1', ['eni-pay']],
  ])('%s: %s', (_name, text, ids) => {
    expect(destinationIds(text)).toEqual(ids);
  });
});

describe('construct paths', () => {
  const paths: Readonly<Record<string, string>> = {
    'eni-task': 'Shop-Base/EcsService/Service',
    'eni-eks': 'Shop-Base/Eks/Cluster/ControlPlane/PrivateSubnet1',
    'eni-rds': 'Shop-Base/Eks/Cluster/Workload/PrivateSubnet1',
    'eni-lambda': 'Shop-Base/Entrance/Resize/Handler',
    'eni-pay': 'Shop-Base/Payments',
    'eni-odd': 'Shop-Base/Reports',
    'vpc-a': 'Shop-Base/VpcA',
    'vpc-b': 'Shop-Base/VpcB/Vpc',
    'subnet-a1': 'Shop-Base/VpcA/PrivateSubnet1',
    'subnet-a2': 'Shop-Base/VpcA/PrivateSubnet2',
    'subnet-b1': 'Shop-Base/VpcB/Vpc/PrivateSubnet1',
    [LOAD_BALANCER]: 'Shop-Base/Entrance/LoadBalancer',
  };
  const renamed = <T extends { readonly id: string; readonly name?: string }>(list: readonly T[]): readonly T[] =>
    list.map((one) => ({ ...one, name: paths[one.id] ?? one.name }));
  const shop = new Network({
    ...model,
    vpcs: renamed(model.vpcs),
    networkInterfaces: renamed(model.networkInterfaces).map((one) =>
      one.owner.kind === 'eks-cluster' || one.id === 'eni-rds'
        ? { ...one, owner: { kind: one.id === 'eni-rds' ? ('eks-workload' as const) : one.owner.kind, id: 'shop' } }
        : one,
    ),
    subnets: renamed(model.subnets),
    loadBalancers: renamed(model.loadBalancers),
  });

  test.each([
    ['the whole path', 'Shop-Base/EcsService/Service', ['eni-task']],
    ['the last part', 'Handler', ['eni-lambda']],
    ['the last parts', 'Vpc/PrivateSubnet1', ['eni-pay']],
    ['some parts', 'VpcB/PrivateSubnet1', ['eni-pay']],
    ['a part in the midst', 'EcsService', ['eni-task']],
    ['a VPC by its last part', 'VpcA', WORKLOADS],
    ['a VPC by a part further up', 'VpcB', ['eni-pay']],
    ['one interface of several', 'Shop-Base/Eks/Cluster/Workload/PrivateSubnet1', ['eni-rds']],
    ['an address in it', 'VpcA/10.7.1.46', ['eni-task']],
    ['nodes, not the control plane', 'Eks/Cluster', ['eni-rds']],
    ['the control plane, called so', 'Cluster/ControlPlane', ['eni-eks']],
  ])('%s: %s', (_name, text, ids) => {
    expect(sourceIds(text, shop)).toEqual(ids);
  });

  test.each([
    ['a part further up', 'Shop-Base'],
    ['the last part of two subnets', 'PrivateSubnet1'],
  ])('%s may be different things: %s', (_name, text) => {
    expect(() => destinations(shop, text)).toThrow(InputError);
    expect(() => destinations(shop, text)).toThrow(`${text} may be`);
  });

  test('who sends is no load balancer of the same name', () => {
    expect(destinationIds('Entrance', shop)).toEqual([LOAD_BALANCER]);
    expect(sourceIds('Entrance', shop)).toEqual(['eni-lambda']);
  });
});

describe('what nobody can be asked', () => {
  test.each([
    ['10.7.1.20', '10.7.1.20 is the address of several interfaces: eni-app in vpc-a, eni-pay in vpc-b; name one by id'],
    ['10.99.0.1', 'no interface has the address 10.99.0.1'],
    ['10.7.1.300', 'not an IPv4 address: 10.7.1.300'],
    ['10.7.1', 'not an IPv4 address: 10.7.1'],
    ['10.7.1.0/99', 'not an IPv4 CIDR: 10.7.1.0/99'],
    ['10.99.0.0/16', 'no workload has an address in 10.99.0.0/16'],
    ['2001:db8::1', 'IPv4 only'],
    ['::1', 'IPv4 only'],
    ['2001:db8::/32', 'IPv4 only'],
    ['payroll/10.7.1.20', 'payroll is no VPC'],
    ['billing/10.7.1.99', 'no interface of billing has the address 10.7.1.99'],
    ['apq-1', 'nothing is called apq-1; there is app-1'],
    ['vpce-0b', 'vpce-0b opens no connections of its own'],
    ['', 'nothing is called'],
  ])('as a source: %s', (text, message) => {
    expect(() => sources(network, text)).toThrow(InputError);
    expect(() => sources(network, text)).toThrow(message);
  });

  test.each([
    ['2001:db8::1', 'IPv4 only'],
    ['10.7.1.256', 'not an IPv4 address'],
    ['nobody-at-all', 'nothing is called nobody-at-all'],
    ['igw-a', 'nothing is called igw-a'],
  ])('as a destination: %s', (text, message) => {
    expect(() => destinations(network, text)).toThrow(InputError);
    expect(() => destinations(network, text)).toThrow(message);
  });

  test('whatever is typed, there is an answer or one line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[\d./]{1,12}$/)), (text) => {
        for (const ask of [sources, destinations]) {
          try {
            expect(ask(network, text).length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }
      }),
    );
  });
});

describe('distance of names', () => {
  test.each([
    ['web', 'web', 0],
    ['web', 'wab', 1],
    ['web', 'we', 1],
    ['', 'web', 3],
  ])('%s and %s: %i', (one, other, distance) => {
    expect(edits(one, other)).toBe(distance);
  });

  test('is the same both ways', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => edits(one, other) === edits(other, one)));
  });
});
