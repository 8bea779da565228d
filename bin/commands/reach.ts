import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { answer } from '../../lib/reachability/answer';
import { decideCases, protocolPort } from '../../lib/reachability/cases';
import { difference } from '../../lib/reachability/difference';
import { destinations, sources } from '../../lib/reachability/endpoints';
import { exposed } from '../../lib/reachability/exposed';
import { InputError } from '../../lib/reachability/input-error';
import { matrix } from '../../lib/reachability/matrix';
import { Network } from '../../lib/reachability/network';
import { reachabilityPage } from '../../lib/reachability/page/page';
import type { ProtocolPort } from '../../lib/reachability/questions';
import { readModel } from '../../lib/reachability/read-model';
import { printAnswer, printChanges } from './answer-output';
import { note, print, progress, progressEnd } from './output';
import { modeOf, type ReachOptions } from './reach-options';
import { printCases, printDifference, printExposure, printMatrix } from './reach-output';

/**
 * Answers a question about the network of a folder: a cdk.out or what describe calls answered.
 *
 * @throws InputError
 */
export function reach(folder: string, options: ReachOptions): void {
  const mode = modeOf(options);
  const asked = mode === 'from' || options.port !== undefined || options.protocol !== undefined;
  const what = asked ? protocolPort(options.protocol ?? 'tcp', options.port, refusal) : undefined;
  if (what?.protocol === 'icmp' && options.port !== undefined) throw new InputError('icmp has no --port');
  const network = new Network(readModel(folder, names('stacks', options.stacks)));
  if (mode === 'matrix' || mode === 'exposed' || mode === 'diff') noteNotModelled(network);
  if (mode === 'from' && what !== undefined) fromTo(network, options, what);
  if (mode === 'cases') cases(network, options);
  if (mode === 'exposed') exposure(network, options);
  if (mode === 'diff') diff(network, folder, options);
  if (mode === 'matrix') all(network, folder, options, what);
}

const refusal = (problem: string) => new InputError(problem.replace('needs a port', 'needs --port'));

function fromTo(network: Network, { from = '', to = '', whyNot, json }: ReachOptions, what: ProtocolPort): void {
  const found = answer(network, sources(network, from), destinations(network, to), what);
  if (json === true) print(JSON.stringify(whyNot === true ? found.blockedBy : found, null, 2));
  else if (whyNot === true) printChanges(network.model, found);
  else printAnswer(network.model, found);
}

function cases(network: Network, { cases: file = '', json }: ReachOptions): void {
  // All before the first is printed, so that a wrong line leaves no half of an answer.
  const results = [...decideCases(network, readText(file))];
  if (json === true) for (const result of results) print(JSON.stringify(result));
  else printCases(results);
}

function exposure(network: Network, { exposed: text = '', json }: ReachOptions): void {
  const ids = componentIds(network, text);
  if (ids.length === 0) throw new InputError(`${text}: not a component of this network`);
  const found = ids.map((id) => exposed(network, id));
  if (json === true) print(JSON.stringify(found, null, 2));
  else printExposure(network.model, found);
}

/** The same stacks of another folder, or others of the same one. */
function diff(before: Network, folder: string, options: ReachOptions): void {
  const { diff: other = folder, diffStacks = options.stacks, json } = options;
  const after = new Network(readModel(other, names('diff-stacks', diffStacks)));
  noteNotModelled(after);
  const found = difference(before, after, share('compared'));
  progressEnd();
  if (json === true) print(JSON.stringify(found, null, 2));
  else printDifference(before.model, after.model, found);
}

function all(
  network: Network,
  folder: string,
  { html, json, matrix: wanted, stacks }: ReachOptions,
  what?: ProtocolPort,
): void {
  const found = matrix(network, { ...(what && { ports: [what] }), progress: share('decided') });
  progressEnd();
  if (html !== undefined) {
    writeText(html, reachabilityPage(`What reaches what in ${stacks?.join(', ') ?? folder}`, network, found));
    note(`wrote ${html}`);
  }
  if (json === true) for (const pair of found.pairs()) print(JSON.stringify(pair));
  else if (wanted === true) printMatrix(network.model, found);
}

/** Answers about everything do not say which of them depends on what cannot be judged. */
function noteNotModelled({ model: { notModelled } }: Network): void {
  const [first, ...others] = notModelled;
  if (first === undefined) return;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  note(`not modelled: ${first.type} ${first.id}${more}; --from with --to tells whether a verdict depends on it`);
}

/** Names may be given one by one, or separated by commas. */
function names(option: string, given: readonly string[] | undefined): readonly string[] | undefined {
  const found = given?.flatMap((some) => some.split(',')).filter((name) => name !== '');
  if (found?.length === 0) throw new InputError(`--${option} names no stack`);
  return found;
}

function componentIds(network: Network, text: string): readonly string[] {
  return destinations(network, text).flatMap((destination) => {
    if (destination === 'internet') return [];
    if ('componentId' in destination) return [destination.componentId];
    const { ip } = destination;
    return network.model.networkInterfaces
      .filter(({ addresses }) => addresses.some(({ privateIp, publicIp }) => ip === privateIp || ip === publicIp))
      .map(({ id }) => id);
  });
}

/** Tells once a second how much is done, if it takes long. */
function share(done: string): (share: number) => void {
  let last = performance.now() + 1_000;
  return (part) => {
    if (performance.now() < last) return;
    last = performance.now() + 1_000;
    progress(`${Math.round(part * 100)} % ${done}`);
  };
}

function readText(file: string): string {
  return failingInOneLine(file, 'read', () => readFileSync(file, 'utf8'));
}

function writeText(file: string, text: string): void {
  failingInOneLine(file, 'written', () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  });
}

function failingInOneLine<T>(file: string, how: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new InputError(`${file}: cannot be ${how}: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
}
