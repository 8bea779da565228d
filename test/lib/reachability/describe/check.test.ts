import { checked } from '../../../../lib/reachability/describe/check';
import { emptyModel } from '../../../../lib/reachability/empty-model';
import { generate } from '../../../../lib/reachability/generate';
import { InputError } from '../../../../lib/reachability/input-error';
import type { NetworkModel } from '../../../../lib/reachability/model';
import { balanced } from '../two-vpcs';

test.each([balanced, generate({ seed: 1, vpcs: 3, interfaces: 40 }), emptyModel])('a model stays as it is', (model) => {
  expect(checked(model)).toBe(model);
});

const vpc = { id: 'vpc-1', cidrBlocks: ['10.0.0.0/16'], enableDnsSupport: true, enableDnsHostnames: true };
const table = (route: object) => ({
  routeTables: [{ id: 'rtb-1', vpcId: 'vpc-1', main: true, subnetIds: [], gatewayIds: [], routes: [route] }],
});

test.each<[string, object, string]>([
  ['a CIDR that is none', { vpcs: [{ ...vpc, cidrBlocks: ['10.0.0/16'] }] }, 'vpc-1: not an IPv4 address: 10.0.0'],
  ['a CIDR that is a number', { vpcs: [{ ...vpc, cidrBlocks: [4] }] }, 'vpc-1: its cidrBlocks is no text: 4'],
  ['a name that is an object', { vpcs: [{ ...vpc, name: {} }] }, 'vpc-1: its name is no text: {}'],
  ['a name that is null', { vpcs: [{ ...vpc, name: null }] }, 'vpc-1: its name is no text: null'],
  [
    'a target that is a number',
    { targetGroups: [{ id: 'tg-1', targets: [{ to: { ip: 0 }, port: 80 }] }] },
    'tg-1: its ip is no text: 0',
  ],
  ['a route to nowhere', table({ destination: null }), 'rtb-1: its destination is no text: null'],
  ['a CIDR deep below', table({ destination: '10.0.0.0/33' }), 'rtb-1: not an IPv4 CIDR: 10.0.0.0/33'],
  ['an id that is a list', table({ destination: { prefixListId: [1] } }), 'rtb-1: its prefixListId is no text: 1'],
])('%s is refused with the component', (_, parts, message) => {
  const check = () => checked({ ...emptyModel, ...parts } as NetworkModel);
  expect(check).toThrow(InputError);
  expect(check).toThrow(message);
});

test('a route to a prefix list is as good as one to a CIDR', () => {
  const model = { ...emptyModel, ...table({ destination: { prefixListId: 'pl-1' } }) } as NetworkModel;
  expect(checked(model)).toBe(model);
});
