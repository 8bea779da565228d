import type { Network } from '../network';
import type { Blocker, Hop } from '../verdict';
import { cheapestPath, identify } from './cheapest-path';
import type { Evaluate } from './component';
import { distinct, type Outcome, quickly } from './outcome';
import type { State } from './position';
import { type Inner, type Mode, type NotModelledEntry, type Step, toHop } from './step';
import { stepsFrom } from './steps';

/** A step with the state that it leaves. */
export interface Taken {
  readonly from: State;
  readonly step: Step;
}

// More hops than any way without a loop has.
const longestWay = 100;

/** Whether a connection works, without saying why. */
export function works(network: Network, start: State): boolean {
  return strictPath(network, start, 'quick').works;
}

/** Whether a connection works by any of the ways that the network may choose. */
export function worksSomehow(network: Network, start: State): boolean {
  const waiting: State[] = [start];
  const seen = new Set<string>();
  let hops = 0;
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (state.at.kind === 'end') return true;
    hops += 1;
    // What takes no longer than one way cannot go round and round.
    const key = hops > longestWay ? identify(state) : '';
    if (seen.has(key)) continue;
    if (key) seen.add(key);
    for (const each of stepsFrom(network, state, 'some')) if (!isBlocked(each)) waiting.push(each.to);
  }
  return false;
}

/** How a question is answered: in full, only whether, and whether by any connection that may be handed out. */
export const told: Evaluate = { mode: 'told', of: connect };
export const quick: Evaluate = { mode: 'quick', of: (network, start) => quickly(works(network, start)) };
export const some: Evaluate = { mode: 'some', of: (network, start) => quickly(worksSomehow(network, start)) };

/** A connection with its hops, and if it does not work with everything that would have to change. */
export function connect(network: Network, start: State): Outcome {
  const { works, path, stopped } = strictPath(network, start, 'told');
  if (works) return { works, ...tell(path), blockedBy: [], cost: 0 };
  const changes = tell(cheapestPath(network, start) ?? (stopped ? [stopped] : []));
  const whole = stopped ? [...path, { ...stopped, step: { ...stopped.step, passages: [] } }] : path;
  const said = tell(whole);
  return {
    works,
    ...said,
    blockedBy: distinct(changes.blockedBy),
    cost: changes.cost,
    notModelled: distinct([...changes.notModelled, ...said.notModelled]),
  };
}

/** What the network does with a connection, up to the first obstacle. */
function strictPath(
  network: Network,
  start: State,
  mode: Mode,
): { readonly works: boolean; readonly path: readonly Taken[]; readonly stopped?: Taken } {
  const path: Taken[] = [];
  let state = start;
  for (let hops = 0; hops < longestWay; hops += 1) {
    if (state.at.kind === 'end') return { works: true, path };
    const [next] = stepsFrom(network, state, mode);
    if (!next) return { works: false, path };
    if (isBlocked(next)) return { works: false, path, stopped: { from: state, step: next } };
    path.push({ from: state, step: next });
    state = next.to;
  }
  return { works: false, path };
}

/** Whether a step takes a change. */
export function isBlocked({ obstacles, inner }: Step): boolean {
  return obstacles.length > 0 || (inner !== undefined && inner.blockedBy.length > 0);
}

function tell(path: readonly Taken[]): Inner {
  const forward: Hop[] = [];
  const back: Hop[] = [];
  const blockedBy: Blocker[] = [];
  const notModelled: NotModelledEntry[] = [];
  const warnings: string[] = [];
  for (const { from, step } of path) {
    const direction = from.flow.reply ? 'return' : 'forward';
    const hops = step.passages.map((passage) =>
      toHop(passage, from.flow.reply === step.to.flow.reply ? step.to.packet : from.packet),
    );
    (direction === 'return' ? back : forward).push(...hops);
    blockedBy.push(
      ...step.obstacles.map(
        ({ component, type, reason, change }) => ({ component, type, reason, change, direction }) as const,
      ),
    );
    notModelled.push(...(step.notModelled ?? []));
    if (!step.inner) continue;
    forward.push(...step.inner.forward);
    back.push(...step.inner.return);
    blockedBy.push(...step.inner.blockedBy);
    notModelled.push(...step.inner.notModelled);
    warnings.push(...step.inner.warnings);
  }
  const total = path.reduce((sum, { step }) => sum + cost(step), 0);
  return { forward, return: back, blockedBy, cost: total, notModelled, warnings };
}

/** What a step costs: its changes. */
export function cost({ obstacles, inner }: Step): number {
  const own = obstacles.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return own + (inner?.cost ?? 0);
}
