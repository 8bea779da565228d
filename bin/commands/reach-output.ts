import type { Answer } from '../../lib/reachability/answer';
import type { CaseResult } from '../../lib/reachability/cases';
import type { Difference } from '../../lib/reachability/difference';
import type { Exposure } from '../../lib/reachability/exposed';
import { type Flow, namer } from '../../lib/reachability/flow';
import { classPairs, type Matrix } from '../../lib/reachability/matrix';
import type { NetworkModel } from '../../lib/reachability/model';
import { formatPort, formatPorts } from '../../lib/reachability/questions';
import type { Hop, Question, Verdict } from '../../lib/reachability/verdict';
import { columns, print, printable, style } from './output';
import { INDENT, printReached } from './reached-rows';

/** The verdict, both ways hop by hop, and everything that would have to change. */
export function printAnswer(model: NetworkModel, answer: Answer): void {
  print(verdictText(answer.verdict));
  printPairs(model, answer);
  printHops('forward', answer.forward);
  printHops('return', answer.return);
  printBlockers(answer);
  printList(
    'not modelled',
    answer.notModelled.map(({ type, component, reason }) => [type, component, reason]),
  );
  printList(
    'warnings',
    answer.warnings.map((warning) => [warning]),
  );
}

/** Only what would have to change. */
export function printChanges(model: NetworkModel, answer: Answer): void {
  print(verdictText(answer.verdict));
  printPairs(model, answer);
  if (answer.verdict === 'reachable') print('nothing has to change');
  printBlockers(answer);
}

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
    ports: reachable.map(formatPort).join(', '),
    from: from.members,
    to: to.members,
  }));
  printReached('reachable', reached, model);
  print();
  print(`${matrix.sources.length} sources, ${matrix.destinations.length} destinations`);
  print(`${open.length} of ${pairs.length} pairs of what is alike connect`);
  print(`asked: ${matrix.ports.map(formatPort).join(', ')}`);
}

/** Who reaches each destination. */
export function printExposure(model: NetworkModel, exposures: readonly Exposure[]): void {
  const nameOf = namer(model);
  for (const { destination, direct, throughDoors } of exposures) {
    const reached = direct.length + throughDoors.length > 0;
    print(`${printable(labelled(nameOf, destination))}: ${reached ? 'reachable' : 'nobody reaches it'}`);
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
  const reached = flows.map((flow) => ({ ports: formatPorts(flow), from: flow.sources, to: [flow.destination] }));
  printReached(title, reached, model);
}

function printPairs(model: NetworkModel, { pairs }: Answer): void {
  const verdicts = new Set(pairs.map(({ verdict }) => verdict.verdict));
  if (verdicts.size < 2) return;
  const nameOf = namer(model);
  printRows(pairs.map(({ question, verdict }) => [verdict.verdict, endsText(question, nameOf)]));
}

function endsText({ from, to }: Question, nameOf: (id: string) => string): string {
  const source = from === 'internet' ? from : labelled(nameOf, from.networkInterfaceId);
  const destination = to === 'internet' ? to : 'ip' in to ? to.ip : labelled(nameOf, to.componentId);
  return `${source} to ${destination}`;
}

function labelled(nameOf: (id: string) => string, id: string): string {
  return nameOf(id) === id ? id : `${nameOf(id)} (${id})`;
}

function printHops(title: string, hops: readonly Hop[]): void {
  printList(
    title,
    hops.map(({ type, component, detail, packet: { source, destination, port } }, index) => [
      String(index + 1).padStart(2),
      type,
      component,
      `${source} > ${destination}${port === undefined ? '' : `:${port}`}`,
      detail,
    ]),
  );
}

function printBlockers({ blockedBy }: Answer): void {
  const rows = blockedBy.map(({ direction, type, component, reason, change }) => [
    direction,
    type,
    component,
    reason,
    change,
  ]);
  if (rows.length > 0) print(style('bold', 'what has to change'));
  const lines = columns(
    rows.map(([direction = '', type = '', component = '', reason = '']) =>
      [direction, type, component, reason].map(printable),
    ),
  );
  for (const [index, line] of lines.entries()) {
    print(INDENT + line);
    print(style('dim', `${INDENT}${INDENT}${printable(rows[index]?.[4] ?? '')}`));
  }
}

function printList(title: string, rows: readonly (readonly string[])[]): void {
  if (rows.length > 0) print(style('bold', title));
  printRows(rows);
}

function printRows(rows: readonly (readonly string[])[]): void {
  for (const line of columns(rows.map((row) => row.map(printable)))) print(INDENT + line.trimEnd());
}

function verdictText(verdict: Verdict['verdict']): string {
  return style(verdict === 'reachable' ? 'green' : 'red', verdict);
}
