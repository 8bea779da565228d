import type { NetworkModel } from '../reachability/model';
import { INTERNET } from '../reachability/questions';
import type { Verdict } from '../reachability/verdict';
import type { LabDropPoint, LabPlan } from './plan';
import type { Outcome, ProbedConnection } from './probe';

/** Whether the verifier blames what lost the packets; `unknown` where they were lost on a way that it says nothing of. */
export type Explained = 'yes' | 'no' | 'unknown';

/**
 * Compares why something is blocked. The verifier tells of the way of least change, so only connections to the address of
 * that way are compared. What lost them has to be among what it blames, or be mentioned there: where a packet goes astray
 * the verifier names what leads it there, and the packet is lost behind that.
 */
export function explained(
  { plan, model }: { readonly plan: LabPlan; readonly model: NetworkModel },
  { from }: { readonly from: string },
  { blockedBy, forward }: Verdict,
  { connections }: Outcome,
): Explained {
  const address = forward[0]?.packet.destination;
  const failed = connections.filter(({ counts, right }) => counts && !right);
  const sameWay = new Set(failed.filter((one) => one.address === address).map(({ way }) => way));
  // What comes from the internet is told as it enters the VPC, where its destination is another one already.
  const isKnown = sameWay.size > 0;
  const shown = failed.filter((one) => isShown(one) && (!isKnown || from === INTERNET || sameWay.has(one.way)));
  if (shown.length === 0) return 'unknown';
  const part = partOf(model);
  const places = new Map(plan.namespaces.map(({ name, component }) => [name, component]));
  const blamed = new Set(blockedBy.map(({ component }) => component));
  const named = new Set([...blamed, ...blockedBy.flatMap(({ reason }) => words(reason))]);
  const isNamed = (id: string): boolean => named.has(id) || named.has(part.get(id) ?? id);
  const isBlamed = ({ component, ledBy = [], namespace, reason }: LabDropPoint): boolean =>
    [component, places.get(namespace) ?? component, ...ledBy].some(isNamed) ||
    words(reason).some((word) => blamed.has(word));
  const isExplained = ({ answer, lost }: ProbedConnection): boolean =>
    answer === undefined ? lost.some(isBlamed) : isNamed(answer);
  const ways = new Map<number, boolean>();
  for (const one of shown) ways.set(one.way, (ways.get(one.way) ?? true) && isExplained(one));
  if ([...ways.values()].includes(true)) return 'yes';
  // Led to somebody else, or lost behind that: the verifier says where the packet takes the wrong way and goes no further.
  const isAstray = blockedBy.some(({ reason }) =>
    / leads to |, which is not meant|source\/destination check|did not see the connection open/.test(reason),
  );
  const isBehind = shown.every(({ lost }) =>
    lost.every(
      ({ namespace, reason }) =>
        from === INTERNET || places.get(namespace) !== from || /ingress|accepts no connections/.test(reason),
    ),
  );
  return isKnown && !(isAstray && isBehind) ? 'no' : 'unknown';
}

/** What an id that the verifier does not use is a part of: the owner of an interface, the table of a route. */
function partOf({ networkInterfaces, routeTables, transitGatewayRouteTables }: NetworkModel): Map<string, string> {
  return new Map([
    ...networkInterfaces.map(({ id, owner }) => [id, owner.id] as const),
    ...[...routeTables, ...transitGatewayRouteTables].flatMap((table) =>
      table.routes.map(({ id = table.id }) => [id, table.id] as const),
    ),
  ]);
}

/** Whether the packets left a trace: somebody else's answer, or where they were lost. */
const isShown = ({ answer, lost }: ProbedConnection): boolean => answer !== undefined || lost.length > 0;

const words = (text: string): readonly string[] => text.split(/[\s,;:()]+/);
