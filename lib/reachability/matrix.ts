import { type InterfaceClass, portGroups, workloadClasses } from './classes';
import { isReachable } from './decide';
import type { PortRange } from './model';
import type { Network } from './network';
import { INTERNET, type ProtocolPort, question } from './questions';
import { doors } from './workload';

/** All sources by all destinations by all ports. */
export interface Matrix {
  /** Ids of workload interfaces, and `internet` last. */
  readonly sources: readonly string[];
  /** Ids of workload interfaces, load balancers, endpoints and Lattice services, and `internet` last. */
  readonly destinations: readonly string[];
  readonly ports: readonly ProtocolPort[];
  /** Sources that behave alike, and destinations. */
  readonly sourceClasses: readonly InterfaceClass[];
  readonly destinationClasses: readonly InterfaceClass[];
  /** Takes indices into the three lists. What the internet says to itself was not asked: no. */
  isReachable(source: number, destination: number, port: number): boolean;
  /** Every source with every destination. */
  pairs(): IterableIterator<MatrixPair>;
}

export interface MatrixPair {
  readonly source: string;
  readonly destination: string;
  /** The ports on which it reaches it; none: not at all. */
  readonly reachable: readonly ProtocolPort[];
}

export interface MatrixOptions {
  /** @default - of tcp and udp, one port of all those that are alike and that a listener or a security group names */
  readonly ports?: readonly ProtocolPort[];
  /** Told from time to time which share is done: 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Decides every pair, each pair of classes once. */
export function matrix(network: Network, { ports = namedPorts(network), progress }: MatrixOptions = {}): Matrix {
  const classes = [...workloadClasses(network), { members: [INTERNET] }];
  const destinationClasses = [...classes.slice(0, -1), ...doors(network.model).map(alone), alone(INTERNET)];
  const width = destinationClasses.length * ports.length;
  const cells = new Uint8Array(classes.length * width);
  const toItself = new Uint8Array(classes.length * ports.length);
  const answer = (from: string, to: string, port: ProtocolPort) =>
    Number(isReachable(network, question(from, to, port)));
  for (const [row, from] of classes.entries()) {
    progress?.(row / classes.length);
    for (const [column, to] of destinationClasses.entries()) {
      const [source, destination] = pairOf(from, to);
      if (source === destination) continue;
      for (const [index, port] of ports.entries()) {
        cells[row * width + column * ports.length + index] = answer(source, destination, port);
      }
    }
    const [one = INTERNET] = from.members;
    if (one === INTERNET) continue;
    for (const [index, port] of ports.entries()) toItself[row * ports.length + index] = answer(one, one, port);
  }
  const { ids: sources, classOf: rowOf } = flat(classes);
  const { ids: destinations, classOf: columnOf } = flat(destinationClasses);
  const reaches = (source: number, destination: number, port: number) => {
    const row = rowOf[source] ?? 0;
    const same = sources[source] === destinations[destination];
    const column = columnOf[destination] ?? 0;
    return (same ? toItself[row * ports.length + port] : cells[row * width + column * ports.length + port]) === 1;
  };
  return {
    sources,
    destinations,
    ports,
    sourceClasses: classes,
    destinationClasses,
    isReachable: reaches,
    *pairs() {
      for (const [from, source] of sources.entries()) {
        for (const [to, destination] of destinations.entries()) {
          yield { source, destination, reachable: ports.filter((_, index) => reaches(from, to, index)) };
        }
      }
    },
  };
}

/** Sources with destinations, all of which behave alike. */
export interface ClassPair {
  readonly from: InterfaceClass;
  readonly to: InterfaceClass;
  /** Of one and the same interface, which happens only where both classes have no other, or of the internet. */
  readonly itself: boolean;
  readonly reachable: readonly ProtocolPort[];
}

/** Every class with every class, row by row: two different members where there are. */
export function* classPairs({ sources, destinations, ports, ...found }: Matrix): Generator<ClassPair> {
  const indexOf = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]));
  const [rows, columns] = [indexOf(sources), indexOf(destinations)];
  for (const from of found.sourceClasses) {
    for (const to of found.destinationClasses) {
      const [source, destination] = pairOf(from, to);
      const [row, column] = [rows.get(source) ?? 0, columns.get(destination) ?? 0];
      const reachable = ports.filter((_, port) => found.isReachable(row, column, port));
      yield { from, to, itself: source === destination, reachable };
    }
  }
}

/** Whom to ask for two classes: two different members where there are, since nobody is an example of himself. */
export function pairOf(from: InterfaceClass, to: InterfaceClass): readonly [string, string] {
  const [source = INTERNET] = from.members;
  return [source, to.members.find((id) => id !== source) ?? to.members[0] ?? INTERNET];
}

const alone = (id: string): InterfaceClass => ({ members: [id] });

function flat(classes: readonly InterfaceClass[]): { ids: readonly string[]; classOf: Uint32Array } {
  const ids = classes.flatMap(({ members }) => members);
  return { ids, classOf: Uint32Array.from(classes.flatMap(({ members }, index) => members.map(() => index))) };
}

/** What to ask about when nobody says: https where nothing names a port. */
function namedPorts(network: Network): readonly ProtocolPort[] {
  const { loadBalancers, latticeServices, resourceConfigurations, securityGroups } = network.model;
  const named: (PortRange & { readonly protocol: string })[] = [
    ...[...loadBalancers, ...latticeServices].flatMap(({ listeners }) =>
      listeners.flatMap(({ port, protocols }) => protocols.map((protocol) => ({ protocol, from: port, to: port }))),
    ),
    ...resourceConfigurations.flatMap(({ ports }) => ports.map((range) => ({ protocol: 'tcp', ...range }))),
    ...securityGroups
      .flatMap(({ ingress, egress }) => [...ingress, ...egress])
      .flatMap(({ protocol, ports }) => (ports && ports.to - ports.from < 65_534 ? [{ protocol, ...ports }] : [])),
  ];
  const groups = portGroups(network);
  const found = (['tcp', 'udp'] as const).flatMap((protocol): readonly ProtocolPort[] => {
    const ranges = named.filter((range) => range.protocol === protocol);
    const isNamed = (one: PortRange) => ranges.some(({ from, to }) => one.from >= from && one.to <= to);
    const first = groups.flatMap((group) => group.filter(isNamed).slice(0, 1));
    return first.map(({ from }) => ({ protocol, port: from }));
  });
  return found.length > 0 ? found : [{ protocol: 'tcp', port: 443 }];
}
