import { gaps } from '../../../lib/packet-lab/gaps';
import type { LabEntrance, LabPlan } from '../../../lib/packet-lab/plan';
import { emptyModel } from '../../../lib/reachability/empty-model';
import type { LoadBalancer, NetworkInterface, NetworkModel } from '../../../lib/reachability/model';
import { emptyPlan } from './empty-plan';

const door = (id: string, vpcId: string) => ({ id, vpcId, networkInterfaceIds: [] }) as unknown as LoadBalancer;

const model: NetworkModel = {
  ...emptyModel,
  networkInterfaces: [
    { id: 'client', subnetId: 'subnet', vpcId: 'near', owner: { kind: 'instance', id: 'i' } } as NetworkInterface,
  ],
  loadBalancers: [door('asked', 'far'), door('neighbour', 'near'), door('stranger', 'far')],
};

const entrance = (component: string, ip: string, ...answerers: string[]): LabEntrance => ({
  component,
  ways: [{ addresses: [{ ip }], answerers }],
});

const planOf = (...entrances: LabEntrance[]): LabPlan => ({ ...emptyPlan, entrances });

const asked = entrance('asked', '10.0.0.15', 'task-1', 'task-2');

test.each<[string, LabEntrance, boolean]>([
  ['with the same address and a host in common', entrance('neighbour', '10.0.0.15', 'task-2'), true],
  ['with the same address and other hosts', entrance('neighbour', '10.0.0.15', 'task-3'), false],
  ['with another address and the same hosts', entrance('neighbour', '10.0.0.16', 'task-1', 'task-2'), false],
  ['where the client is not', entrance('stranger', '10.0.0.15', 'task-1', 'task-2'), false],
])('packets do not tell a door from one %s: %#', (_, other, isGap) => {
  const gap = gaps(planOf(asked, other), model)('client', 'asked');
  expect(gap?.reason ?? '').toEqual(isGap ? expect.stringContaining('neighbour has the same address') : '');
});
