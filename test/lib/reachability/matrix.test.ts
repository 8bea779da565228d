import fc from 'fast-check';
import { isReachable } from '../../../lib/reachability/decide';
import { generate } from '../../../lib/reachability/generate';
import { classPairs, matrix } from '../../../lib/reachability/matrix';
import { Network } from '../../../lib/reachability/network';
import { question } from '../../../lib/reachability/questions';
import { randomNetwork } from './random-network';
import { balanced, peered } from './two-vpcs';

describe('matrix', () => {
  test('says of every pair what the pair is answered by itself', () => {
    fc.assert(
      fc.property(randomNetwork(40), (model) => {
        const network = new Network(model);
        const port = { protocol: 'tcp', port: 443 } as const;
        for (const { source, destination, reachable } of matrix(network, { ports: [port] }).pairs()) {
          if (source === 'internet' && destination === 'internet') continue;
          const alone = isReachable(network, question(source, destination, port));
          expect([source, destination, reachable.length === 1]).toEqual([source, destination, alone]);
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test('asks workloads and the internet, towards them and load balancers, about the ports that are named', () => {
    const found = matrix(new Network(balanced));
    const hosts = ['eni-one', 'eni-two', 'eni-server'];
    expect(found.sources).toEqual([...hosts, 'internet']);
    expect(found.destinations).toEqual([...hosts, 'balancer', 'internet']);
    expect(found.ports).toEqual([80, 8080, 9090].map((port) => ({ protocol: 'tcp', port })));
    const open = [...found.pairs()].filter(({ destination }) => ['eni-server', 'balancer'].includes(destination));
    expect(
      open.map(({ source, destination, reachable }) => [source, destination, reachable.map(({ port }) => port)]),
    ).toEqual([
      ['eni-one', 'eni-server', [80]],
      ['eni-one', 'balancer', [8080]],
      ['eni-two', 'eni-server', [80]],
      ['eni-two', 'balancer', [8080]],
      ['eni-server', 'eni-server', [80, 8080, 9090]],
      ['eni-server', 'balancer', [8080]],
      ['internet', 'eni-server', []],
      ['internet', 'balancer', []],
    ]);
  });

  test('asks about one port of those that nothing tells apart', () => {
    const rule = { protocol: 'udp', ports: { from: 1000, to: 50_000 }, peer: { cidr: '0.0.0.0/0' } } as const;
    const group = { id: 'sg-wide', vpcId: 'vpc-a', ingress: [rule], egress: [] };
    const { ports } = matrix(new Network({ ...balanced, securityGroups: [...balanced.securityGroups, group] }));
    expect(ports.filter(({ protocol }) => protocol === 'udp').map(({ port }) => port)).toEqual([1000, 8080, 9090]);
  });

  test('asks about https where nothing names a port', () => {
    const everything = { ...peered, securityGroups: [] };
    expect(matrix(new Network(everything)).ports).toEqual([{ protocol: 'tcp', port: 443 }]);
  });

  test('keeps classes apart from pairs, so that a thousand interfaces stay few', () => {
    const network = new Network(generate({ seed: 1, vpcs: 2, interfaces: 300 }));
    const shares: number[] = [];
    const found = matrix(network, { ports: [{ protocol: 'icmp' }], progress: (share) => shares.push(share) });
    expect(found.sources).toHaveLength(301);
    expect(found.sourceClasses.length).toBeLessThan(40);
    expect([...classPairs(found)]).toHaveLength(found.sourceClasses.length * found.destinationClasses.length);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares[0]).toBe(0);
  });
});
