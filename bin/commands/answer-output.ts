import type { Answer } from '../../lib/reachability/answer';
import type { NetworkModel } from '../../lib/reachability/model';
import { names } from '../../lib/reachability/names';
import { formatPacket, formatPort } from '../../lib/reachability/questions';
import type { Hop } from '../../lib/reachability/verdict';
import { columns, print, printable, style } from './output';
import { endsTogether, verdictText } from './reach-words';
import { INDENT } from './reached-rows';

/** The verdict, why, and then both ways hop by hop. */
export function printAnswer(model: NetworkModel, answer: Answer): void {
  const { labelled, told } = names(model);
  printQuestion(model, answer);
  printBlockers(model, answer);
  printList(
    'not modelled',
    answer.notModelled.map(({ type, component, reason }) => [type, `${labelled(component)}: ${told(reason)}`]),
  );
  printList(
    'warnings',
    answer.warnings.map((warning) => [told(warning)]),
  );
  printHops(model, 'forward', answer.forward);
  printHops(model, 'return', answer.return);
}

/** Only what would have to change. */
export function printChanges(model: NetworkModel, answer: Answer): void {
  printQuestion(model, answer);
  if (answer.verdict === 'reachable') print('nothing has to change');
  printBlockers(model, answer);
}

/** What is asked in a few words, and which pairs differ. */
function printQuestion(model: NetworkModel, answer: Answer): void {
  const { pairs, verdict } = answer;
  const { labelled } = names(model);
  const [first] = pairs;
  const many = pairs.length > 1 ? ` (${pairs.length} pairs)` : '';
  if (first === undefined) print(verdictText(verdict));
  else {
    const together = endsTogether(model);
    const [from, to] = [together(pairs.map(sourceOf)), together(pairs.map(destinationOf))];
    print(`${verdictText(verdict)}: ${printable(`${formatPort(first.question)} from ${from} to ${to}${many}`)}`);
  }
  if (new Set(pairs.map((pair) => pair.verdict.verdict)).size < 2) return;
  printRows(
    pairs
      .slice(0, pairs.length > PAIRS ? PAIRS - 1 : PAIRS)
      .map((pair) => [pair.verdict.verdict, `${labelled(sourceOf(pair))} to ${labelled(destinationOf(pair))}`]),
  );
  if (pairs.length > PAIRS) print(`${INDENT}and ${pairs.length - PAIRS + 1} more`);
}

type Pair = Pick<Answer['pairs'][number], 'question'>;

function sourceOf({ question: { from } }: Pair): string {
  return from === 'internet' ? from : from.networkInterfaceId;
}

function destinationOf({ question: { to } }: Pair): string {
  return to === 'internet' ? to : 'ip' in to ? to.ip : to.componentId;
}

/** Pairs and changes that are told one by one; --json has all. */
const PAIRS = 20;

/** The headers stand above the hops that they leave with. */
function printHops(model: NetworkModel, title: string, hops: readonly Hop[]): void {
  const { labelled, told } = names(model);
  if (hops.length > 0) print(style('bold', title));
  const lines = columns(
    hops.map(({ type, component, detail }, index) =>
      [String(index + 1).padStart(2), type, `${labelled(component)}: ${told(detail)}`].map(printable),
    ),
  );
  let before = '';
  for (const [index, { packet }] of hops.entries()) {
    const headers = formatPacket({ ...packet, source: told(packet.source), destination: told(packet.destination) });
    if (headers !== before) print(style('dim', `${INDENT}    ${printable(headers)}`));
    before = headers;
    print(INDENT + (lines[index] ?? ''));
  }
}

function printBlockers(model: NetworkModel, { blockedBy }: Answer): void {
  const { labelled, told } = names(model);
  if (blockedBy.length > 0) print(style('bold', 'what has to change'));
  const lines = columns(
    blockedBy.map(({ direction, type, component, reason }) =>
      [direction, type, `${labelled(component)}: ${told(reason)}`].map(printable),
    ),
  );
  for (const [index, { change }] of blockedBy.slice(0, PAIRS).entries()) {
    print(INDENT + (lines[index] ?? ''));
    print(style('dim', `${INDENT}${INDENT}${printable(told(change))}`));
  }
  if (blockedBy.length > PAIRS) print(`${INDENT}and ${blockedBy.length - PAIRS} more`);
}

function printList(title: string, rows: readonly (readonly string[])[]): void {
  if (rows.length > 0) print(style('bold', title));
  printRows(rows);
}

function printRows(rows: readonly (readonly string[])[]): void {
  for (const line of columns(rows.map((row) => row.map(printable)))) print(INDENT + line.trimEnd());
}
