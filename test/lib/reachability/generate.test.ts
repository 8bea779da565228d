import { generate } from '../../../lib/reachability/generate';

test('the same seed makes the same network, another one another', () => {
  const options = { vpcs: 4, interfaces: 50 };
  expect(generate({ seed: 7, ...options })).toEqual(generate({ seed: 7, ...options }));
  expect(generate({ seed: 7, ...options })).not.toEqual(generate({ seed: 8, ...options }));
});

test('has as many hosts as wanted, each with an address of its own inside its subnet', () => {
  const { networkInterfaces, subnets, vpcs } = generate({ seed: 1, vpcs: 20, interfaces: 5_000 });
  const addresses = networkInterfaces.map(({ addresses: [first] }) => first?.privateIp ?? '');
  expect([vpcs.length, new Set(addresses).size]).toEqual([20, 5_000]);
  const thirds = new Map(subnets.map(({ id, cidrBlock }) => [id, cidrBlock.split('.').map(Number.parseFloat)]));
  for (const {
    subnetId,
    addresses: [first],
  } of networkInterfaces) {
    const [, vpc, third = 0] = thirds.get(subnetId) ?? [];
    const [, ownVpc, ownThird = 0] = (first?.privateIp ?? '').split('.').map(Number);
    expect([ownVpc, ownThird >= third && ownThird < third + 16]).toEqual([vpc, true]);
  }
});
