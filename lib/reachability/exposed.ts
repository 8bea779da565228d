import { workloadClasses } from './classes';
import { decide, isExposed } from './decide';
import { portsOf } from './difference';
import { type Flow, fold } from './flow';
import { formatAddress, parseAddress, parseCidr } from './ipv4';
import { leading } from './leading';
import type { Network } from './network';
import { destinationOf, INTERNET, type ProtocolPorts, representative, sourceOf } from './questions';
import type { Question } from './verdict';
import { doors } from './workload';

/** Who reaches a component. */
export interface Exposure {
  /** Id in the model of the component asked about. */
  readonly destination: string;
  /** To the component itself. */
  readonly direct: readonly Flow[];
  /**
   * To a load balancer, endpoint, Lattice service or translated address that leads to it; `destination` is that. A target
   * out of rotation counts as led to, since it comes back without anybody's doing.
   */
  readonly throughDoors: readonly Flow[];
}

/**
 * Who can reach a component, on which ports, and through what. Exact over the port classes. Whoever gets through by any
 * connection that is handed out is named, `isExposed`, and not only who always gets through.
 *
 * @param destination id of an interface, load balancer, endpoint or Lattice service
 */
export function exposed(network: Network, destination: string): Exposure {
  const classes = [...workloadClasses(network), { members: [INTERNET] }];
  const asked = portsOf(network);
  const flows = (to: string, groups: typeof asked, reaches: (question: Question) => boolean) =>
    fold(
      classes.flatMap(({ members }) => {
        // Towards itself a member is no example of the others.
        const sources = members.filter((member) => member !== destination);
        const [first] = sources;
        if (first === undefined) return [];
        const works = ([range]: readonly ProtocolPorts[]) =>
          range !== undefined && reaches({ from: sourceOf(first), to: addressed(to), ...representative(range) });
        return groups
          .filter(works)
          .flatMap((ranges) => ranges.map((range) => ({ sources, destination: to, ...range })));
      }),
    );
  const reachable = (question: Question) => isExposed(network, question);
  const { ports: portsThrough } = leading(network.model);
  const throughDoors = doors(network.model)
    .filter((door) => door !== destination)
    .flatMap((door) => {
      const through = portsThrough(door, destination);
      return flows(
        door,
        asked.map((ranges) => clipped(ranges, through)),
        reachable,
      );
    });
  const arrives = (question: Question) =>
    reachable(question) && decide(network, question).forward.some(({ component }) => component === destination);
  const translated = translatedAddresses(network, destination).flatMap((ip) => flows(ip, asked, arrives));
  return { destination, direct: flows(destination, asked, reachable), throughDoors: [...throughDoors, ...translated] };
}

function addressed(to: string): Question['to'] {
  return /^\d+(\.\d+){3}$/.test(to) ? { ip: to } : destinationOf(to);
}

/** Those port classes that lie in any of the ranges. */
function clipped(asked: readonly ProtocolPorts[], ranges: readonly ProtocolPorts[]): readonly ProtocolPorts[] {
  return asked.filter(({ protocol, ports }) =>
    ranges.some((range) => {
      if (range.protocol !== protocol) return false;
      return !ports || !range.ports || (ports.from >= range.ports.from && ports.to <= range.ports.to);
    }),
  );
}

/** What the addresses of an interface are behind the NAT of its VPC's transit gateway attachments. */
function translatedAddresses({ model }: Network, id: string): readonly string[] {
  const one = model.networkInterfaces.find((candidate) => candidate.id === id);
  if (one === undefined) return [];
  return model.transitGatewayAttachments.flatMap(({ resource, natRules }) => {
    if (resource.kind !== 'vpc' || resource.vpcId !== one.vpcId) return [];
    return natRules.flatMap(({ matchSourceCidr, natCidr }) => {
      const [near, far] = [parseCidr(matchSourceCidr), parseCidr(natCidr)];
      return one.addresses
        .map(({ privateIp }) => parseAddress(privateIp))
        .filter((address) => address >= near.first && address <= near.last)
        .map((address) => formatAddress(address - near.first + far.first));
    });
  });
}
