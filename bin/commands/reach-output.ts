import type { CaseResult } from '../../lib/reachability/cases';
import type { Difference } from '../../lib/reachability/difference';
import type { Exposure } from '../../lib/reachability/exposed';
import type { Flow } from '../../lib/reachability/flow';
import { classPairs, type Matrix } from '../../lib/reachability/matrix';
import type { NetworkModel } from '../../lib/reachability/model';
import { formatPort, formatPorts } from '../../lib/reachability/questions';
import { columns, print, printable } from './output';
import { endsTogether, verdictText } from './reach-words';
import { printReached } from './reached-rows';

/** One line for each case, and the sum. */
export function printCases(results: readonly CaseResult[]): void {
  const rows = results.map(({ verdict, id, blockedBy: [first] }) => [verdict, id, first?.reason ?? '']);
  for (const [index, line] of columns(rows.map((row) => row.map(printable))).entries()) {
    const { verdict = 'blocked' } = results[index] ?? {};
    print(verdictText(verdict) + line.slice(verdict.length).trimEnd());
  }
  const reachable = results.filter(({ verdict }) => verdict === 'reachable').length;
  const unsure = results.filter(({ notModelled }) => notModelled.length > 0).length;
  print(`${reachable} reachable, ${results.length - reachable} blocked`);
  if (unsure > 0) print(`${unsure} depend on what is not modelled; --json says on what`);
}

/** Which rows reach which columns on which ports; what is blocked is only counted. */
export function printMatrix(model: NetworkModel, matrix: Matrix): void {
  const pairs = [...classPairs(matrix)].filter(({ itself }) => !itself);
  const open = pairs.filter(({ reachable }) => reachable.length > 0);
  const reached = open.map(({ from, to, reachable }) => ({
    ports: reachable.map(formatPort),
    from: from.members,
    to: to.members,
  }));
  printReached('reachable', reached, model);
  print();
  print(`${matrix.sources.length} sources, ${matrix.destinations.length} destinations`);
  print(`${open.length} of ${pairs.length} pairs of what is alike connect`);
  print(`asked: ${matrix.ports.map(formatPort).join(', ')}`);
}

/** Who reaches each destination; those that the same reach are told together. */
export function printExposure(model: NetworkModel, exposures: readonly Exposure[]): void {
  const together = endsTogether(model);
  const alike = new Map<string, readonly Exposure[]>();
  for (const one of exposures) {
    const direct = one.direct.map(({ destination, ...flow }) => (destination === one.destination ? flow : destination));
    const key = JSON.stringify([direct, one.throughDoors]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  for (const group of alike.values()) {
    const [direct, throughDoors] = [group.flatMap((one) => one.direct), group[0]?.throughDoors ?? []];
    const reached = direct.length + throughDoors.length > 0;
    const ends = together(group.map(({ destination }) => destination));
    print(`${printable(ends)}: ${reached ? 'reachable' : 'nobody reaches it'}`);
    printFlows('directly', direct, model);
    printFlows('through', throughDoors, model);
  }
}

/** What was opened and closed. */
export function printDifference(before: NetworkModel, after: NetworkModel, { opened, closed }: Difference): void {
  if (opened.length + closed.length === 0) print('no difference');
  printFlows('opened', opened, after);
  printFlows('closed', closed, before);
}

function printFlows(title: string, flows: readonly Flow[], model: NetworkModel): void {
  const reached = flows.map((flow) => ({ ports: [formatPorts(flow)], from: flow.sources, to: [flow.destination] }));
  printReached(title, reached, model);
}
