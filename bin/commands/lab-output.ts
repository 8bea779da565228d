import type { ComparedPair, Disagreement, LabComparison } from '../../lib/packet-lab/compare';
import type { Outcome, ProbedConnection } from '../../lib/packet-lab/probe';
import type { NetworkModel } from '../../lib/reachability/model';
import { names } from '../../lib/reachability/names';
import { formatPort, type ProtocolPort } from '../../lib/reachability/questions';
import { print, printable, style } from './output';
import { INDENT, printReached } from './reached-rows';

/** Disagreements shown of many; --json has all. */
const SHOWN = 20;

/** What the packets reached, and where the verifier says something else. */
export function printComparison(model: NetworkModel, comparison: LabComparison, ports: readonly ProtocolPort[]): void {
  const { disagreements, notCompared, compared, reachable, explained } = comparison;
  printReached('reached by packets', reachedRows(comparison.open), model);
  print();
  for (const disagreement of disagreements.slice(0, SHOWN)) printDisagreement(model, disagreement);
  if (disagreements.length > SHOWN) print(`and ${disagreements.length - SHOWN} more; --json has all`);
  print(`sent: ${ports.map(formatPort).join(', ')}`);
  print(`${compared} questions to the verifier and to the packets, ${reachable} reachable`);
  if (explained > 0) print(`${explained} of the others lost where the packets' drop point is known and was compared`);
  if (notCompared.pairs > 0) print(`${notCompared.pairs} not compared, as one of the two cannot judge them`);
  const { told } = names(model);
  for (const reason of notCompared.reasons) print(printable(`${INDENT}${told(reason)}`));
  const [none, some] = ['no disagreement', `${disagreements.length} disagreements`];
  print(disagreements.length === 0 ? style('green', none) : style('red', some));
}

/** What became of one question's packets. */
export function printOutcome(model: NetworkModel, { from, to, ...what }: ComparedPair, outcome: Outcome): void {
  const { labelled } = names(model);
  const [text, colour] = outcome.reachable ? (['reachable', 'green'] as const) : (['blocked', 'red'] as const);
  print(`${style(colour, text)}: ${printable(`${formatPort(what)} from ${labelled(from)} to ${labelled(to)}`)}`);
  printConnections(model, outcome);
}

function printDisagreement(model: NetworkModel, { from, to, about, verdict, outcome, ...what }: Disagreement): void {
  const { labelled, told } = names(model);
  const title = `${formatPort(what)} from ${labelled(from)} to ${labelled(to)}`;
  print(style('bold', printable(about === 'verdict' ? title : `${title}: blocked, and yet not by the same`)));
  print(`${INDENT}verifier: ${verdict.verdict}`);
  for (const { type, component, reason } of verdict.blockedBy) {
    print(printable(`${INDENT}${INDENT}${type} ${labelled(component)}: ${told(reason)}`));
  }
  print(`${INDENT}packets: ${outcome.reachable ? 'reachable' : 'blocked'}`);
  printConnections(model, outcome);
}

/** The same fate of several connections to an address once. */
function printConnections(model: NetworkModel, { connections, nothing }: Outcome): void {
  const lines = connections.map((connection) => `${connection.address}: ${fateOf(model, connection)}`);
  if (nothing !== undefined) lines.push(nothing);
  for (const line of new Set(lines)) print(printable(`${INDENT}${INDENT}${line}`));
}

function fateOf(model: NetworkModel, { answer, right, error, lost }: ProbedConnection): string {
  const { labelled } = names(model);
  if (answer !== undefined) return `${right ? 'answered' : 'wrongly answered'} by ${labelled(answer)}`;
  const places = lost.map(({ type, component, reason }) => `${type} ${labelled(component)}: ${reason}`);
  return places.length === 0
    ? `${error}, lost at no known drop point`
    : `lost at ${[...new Set(places)].join(' and ')}`;
}

function reachedRows(open: readonly ComparedPair[]) {
  const rows = new Map<string, { readonly ports: string[]; readonly from: string[]; readonly to: string[] }>();
  for (const { from, to, ...what } of open) {
    const key = `${from}\n${to}`;
    const row = rows.get(key) ?? { ports: [], from: [from], to: [to] };
    row.ports.push(formatPort(what));
    rows.set(key, row);
  }
  return [...rows.values()];
}
