import { portGroups, workloadClasses } from './classes';
import { isExposed } from './decide';
import { type Flow, fold } from './flow';
import type { Network } from './network';
import { INTERNET, type ProtocolPorts, question, representative } from './questions';
import { doors } from './workload';

const ICMP: ProtocolPorts = { protocol: 'icmp' };

/** What one network lets through and the other does not. */
export interface Difference {
  readonly opened: readonly Flow[];
  readonly closed: readonly Flow[];
}

/** Members that both networks take for alike; `undefined` where a network does not have them. */
interface JointClass {
  readonly members: readonly string[];
  readonly inBefore: boolean;
  readonly inAfter: boolean;
}

/**
 * Compares two networks; a component is the same in both when its id is. Exact over the port classes of both. What an
 * interface says to itself is left out. A flow counts where any connection that is handed out works, `isExposed`, so
 * that a load balancer of which only one target answers is no blocked one.
 *
 * @param progress told from time to time which share is done: 0 to 1
 */
export function difference(before: Network, after: Network, progress?: (share: number) => void): Difference {
  const sources = jointClasses(
    [before, after].map((network) => [...workloadClasses(network).map(membersOf), [INTERNET]]),
  );
  const destinations = jointClasses(
    [before, after].map((network) => [
      ...workloadClasses(network).map(membersOf),
      ...doors(network.model).map((id) => [id]),
      [INTERNET],
    ]),
  );
  const asked = portsOf(before, after);
  const opened: Flow[] = [];
  const closed: Flow[] = [];
  for (const [index, source] of sources.entries()) {
    progress?.(index / sources.length);
    for (const destination of destinations) {
      const pair = distinctPair(source.members, destination.members);
      if (pair === undefined) continue;
      const [was, is] = [
        [before, source.inBefore && destination.inBefore],
        [after, source.inAfter && destination.inAfter],
      ] as const;
      for (const [first = ICMP, ...others] of asked) {
        const reaches = ([network, there]: readonly [Network, boolean]) =>
          there && isExposed(network, question(pair[0], pair[1], representative(first)));
        const now = reaches(is);
        if (reaches(was) === now) continue;
        for (const target of destination.members) {
          const from = source.members.filter((member) => member !== target);
          for (const ports of [first, ...others]) {
            (now ? opened : closed).push({ sources: from, destination: target, ...ports });
          }
        }
      }
    }
  }
  return { opened: fold(opened), closed: fold(closed) };
}

/** Everything that can be asked about so that nothing is left out; each inner list has one answer. */
export function portsOf(...networks: readonly Network[]): readonly (readonly ProtocolPorts[])[] {
  const groups = portGroups(...networks);
  const ofBoth = (['tcp', 'udp'] as const).flatMap((protocol) =>
    groups.map((ranges) => ranges.map((ports) => ({ protocol, ports }))),
  );
  return [...ofBoth, [{ protocol: 'icmp' }]];
}

const membersOf = ({ members }: { readonly members: readonly string[] }) => members;

function jointClasses(ofEach: readonly (readonly (readonly string[])[])[]): readonly JointClass[] {
  const classesOf = new Map<string, [number | undefined, number | undefined]>();
  for (const [network, classes] of ofEach.entries()) {
    for (const [index, members] of classes.entries()) {
      for (const member of members) {
        const known = classesOf.get(member) ?? [undefined, undefined];
        known[network] = index;
        classesOf.set(member, known);
      }
    }
  }
  const joint = new Map<string, JointClass & { readonly members: string[] }>();
  for (const [member, [inBefore, inAfter]] of classesOf) {
    const key = `${inBefore} ${inAfter}`;
    const known = joint.get(key);
    if (known) known.members.push(member);
    else joint.set(key, { members: [member], inBefore: inBefore !== undefined, inAfter: inAfter !== undefined });
  }
  return [...joint.values()];
}

function distinctPair(
  sources: readonly string[],
  destinations: readonly string[],
): readonly [string, string] | undefined {
  const [from = INTERNET] = sources;
  const to = destinations.find((one) => one !== from);
  return to === undefined ? undefined : [from, to];
}
