import fc from 'fast-check';
import { portClasses } from '../../../lib/reachability/classes';
import { isExposed } from '../../../lib/reachability/decide';
import { type Difference, difference } from '../../../lib/reachability/difference';
import type { NetworkModel } from '../../../lib/reachability/model';
import { Network } from '../../../lib/reachability/network';
import { type ProtocolPorts, question, representative } from '../../../lib/reachability/questions';
import { doors, isWorkload } from '../../../lib/reachability/workload';
import { randomNetwork } from './random-network';
import { apart, balanced, peered } from './two-vpcs';

const compared = (before: NetworkModel, after: NetworkModel) => difference(new Network(before), new Network(after));
const flow = (sources: readonly string[], destination: string, port: number) => ({
  sources,
  destination,
  protocol: 'tcp',
  ports: { from: port, to: port },
});

describe('difference', () => {
  test('is what the peering opened, and nothing else', () => {
    const opened = [flow(['eni-one', 'eni-two'], 'eni-server', 80)];
    expect(compared(apart, peered)).toEqual({ opened, closed: [] });
    expect(compared(peered, apart)).toEqual({ opened: [], closed: opened });
  });

  test('is nothing between a network and itself', () => {
    expect(compared(balanced, balanced)).toEqual({ opened: [], closed: [] });
  });

  test('counts a front door that is new', () => {
    expect(compared(peered, balanced).opened).toContainEqual(
      flow(['eni-one', 'eni-server', 'eni-two'], 'balancer', 8080),
    );
  });

  test('joins neighbouring ports that either network keeps apart', () => {
    const wider = peered.securityGroups.map((group) => ({
      ...group,
      ingress: group.ingress.map((rule) => (rule.ports ? { ...rule, ports: { from: 70, to: 90 } } : rule)),
    }));
    expect(compared(peered, { ...peered, securityGroups: wider }).opened).toEqual([
      { sources: ['eni-one', 'eni-two'], destination: 'eni-server', protocol: 'tcp', ports: { from: 70, to: 79 } },
      { sources: ['eni-one', 'eni-two'], destination: 'eni-server', protocol: 'tcp', ports: { from: 81, to: 90 } },
    ]);
  });

  test('is between hosts that are alike too, but not of a host with itself', () => {
    const opens = { protocol: 'tcp', ports: { from: 22, to: 22 }, peer: { securityGroupId: 'sg-client' } } as const;
    const securityGroups = peered.securityGroups.map((group) =>
      group.id === 'sg-client' ? { ...group, ingress: [opens] } : group,
    );
    const opened = [flow(['eni-two'], 'eni-one', 22), flow(['eni-one'], 'eni-two', 22)];
    expect(compared(peered, { ...peered, securityGroups })).toEqual({ opened, closed: [] });
  });

  test('is what asking every pair about every range finds', () => {
    fc.assert(
      fc.property(randomNetwork(14), fc.nat(), (before, which) => {
        const tables = before.routeTables.map((table, index) =>
          index === which % before.routeTables.length ? { ...table, routes: table.routes.slice(0, -1) } : table,
        );
        const after = {
          ...before,
          routeTables: tables,
          securityGroups: before.securityGroups.map((group, index, { length }) =>
            index === which % length ? { ...group, ingress: group.ingress.slice(1) } : group,
          ),
          networkInterfaces: before.networkInterfaces.slice(1),
          targetGroups: before.targetGroups.map((group) => ({ ...group, targets: [] })),
        };
        const [was, is] = [new Network(before), new Network(after)];
        expect(flattened(difference(was, is))).toEqual(bruteForce(was, is));
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});

/** `+ source destination protocol first-last`, one line for each port class. */
function flattened({ opened, closed }: Difference): readonly string[] {
  const lines = (sign: string, flows: Difference['opened']) =>
    flows.flatMap(({ sources, destination, protocol, ports }) =>
      sources.map((source) => `${sign} ${source} ${destination} ${protocol} ${ports?.from ?? ''}-${ports?.to ?? ''}`),
    );
  return [...lines('+', opened), ...lines('-', closed)].sort();
}

function bruteForce(was: Network, is: Network): readonly string[] {
  const workloads = ({ model }: Network) => model.networkInterfaces.filter(isWorkload).map(({ id }) => id);
  const all = [was, is].map((network) => {
    const sources = [...workloads(network), 'internet'];
    return { network, sources, destinations: [...sources, ...doors(network.model)] };
  });
  const classes = portClasses(was, is);
  const ranges: readonly ProtocolPorts[] = [
    ...classes.map((ports) => ({ protocol: 'tcp', ports }) as const),
    ...classes.map((ports) => ({ protocol: 'udp', ports }) as const),
    { protocol: 'icmp' },
  ];
  const union = (list: 'sources' | 'destinations') => [...new Set(all.flatMap((one) => one[list]))];
  const lines: string[] = [];
  for (const source of union('sources')) {
    for (const destination of union('destinations')) {
      if (source === destination) continue;
      let [sign, protocol, from, to] = ['', '', 0, 0];
      const end = () =>
        sign !== '' && lines.push(`${sign} ${source} ${destination} ${protocol} ${from || ''}-${to || ''}`);
      for (const range of ranges) {
        const [before, after] = all.map(
          ({ network, sources, destinations }) =>
            sources.includes(source) &&
            destinations.includes(destination) &&
            isExposed(network, question(source, destination, representative(range))),
        );
        const now = before === after ? '' : after ? '+' : '-';
        if (now !== sign || range.protocol !== protocol) {
          end();
          [sign, protocol, from] = [now, range.protocol, range.ports?.from ?? 0];
        }
        to = range.ports?.to ?? 0;
      }
      end();
    }
  }
  return lines.sort();
}
