import type { Clock } from './clock';
import { type Bindings, evaluate, QueryEvaluationError } from './jsonata';

/** A state of the Amazon States Language with JSONata, as far as it is known here. https://states-language.net */
export interface State {
  readonly Type: 'Choice' | 'Fail' | 'Map' | 'Succeed' | 'Task' | 'Wait';
  readonly Next?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default?: string;
  readonly Resource?: string;
  readonly Arguments?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Timestamp?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

export interface Definition {
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** What an execution needs of others. */
export interface StateMachinePorts {
  readonly clock: Clock;
  /** By the resource of a task, without what comes before the last `:::`. Throws errors with the names of AWS. */
  readonly tasks: Readonly<Record<string, (argumentsOfTask: unknown) => Promise<unknown>>>;
  /** Runs a Map. `evaluate` knows the variables, and takes more of `$states.context`. */
  readonly map: (state: State, evaluateWith: EvaluateWith) => Promise<unknown>;
}

/** @param context what `$states.context` has beside the execution */
export type EvaluateWith = (field: unknown, context?: Bindings) => Promise<unknown>;

/** An execution ended as failed: in a state Fail, or by an error that nobody catches. */
export class ExecutionFailedError extends Error {
  override readonly name = 'ExecutionFailedError';

  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
}

/**
 * Runs a state machine that is written in JSONata from its first state to its end.
 *
 * @returns the output of the last state
 * @throws ExecutionFailedError
 */
export async function execute(definition: Definition, input: unknown, ports: StateMachinePorts): Promise<unknown> {
  if (definition.QueryLanguage !== 'JSONata') throw new Error('only JSONata is known here');
  const { clock } = ports;
  const Execution = { StartTime: new Date(clock.now()).toISOString(), Input: input };
  const variables: Record<string, unknown> = {};
  const evaluateWith = (field: unknown, states: Bindings): Promise<unknown> =>
    evaluate(field, { ...variables, states: { context: { Execution }, ...states } }, clock.now());
  let [name, current]: [string | undefined, unknown] = [definition.StartAt, input];
  while (name !== undefined) {
    const state: State | undefined = definition.States[name];
    if (!state) throw new Error(`there is no state ${name}`);
    if (state.Type === 'Fail') throw new ExecutionFailedError(state.Error ?? '', state.Cause ?? '');
    try {
      const withInput: EvaluateWith = (field, context) =>
        evaluateWith(field, { input: current, context: { Execution, ...context } });
      if (state.Type === 'Choice') {
        name = await choose(state, withInput);
        continue;
      }
      const result = await perform(state, ports, withInput);
      const states = { input: current, result };
      const assigned = await evaluateWith(state.Assign ?? {}, states);
      current = state.Output === undefined ? (result ?? current) : await evaluateWith(state.Output, states);
      Object.assign(variables, assigned);
      name = state.Next;
    } catch (error) {
      name = caught(state, error);
    }
  }
  return current;
}

async function choose({ Choices = [], Default }: State, evaluateWith: EvaluateWith): Promise<string> {
  for (const { Condition, Next } of Choices) {
    const is = await evaluateWith(Condition);
    if (typeof is !== 'boolean') throw new QueryEvaluationError(`${Condition} is neither true nor false`);
    if (is) return Next;
  }
  if (Default === undefined) throw new ExecutionFailedError('States.NoChoiceMatched', 'no choice matched');
  return Default;
}

async function perform(state: State, { clock, map, tasks }: StateMachinePorts, evaluateWith: EvaluateWith) {
  if (state.Type === 'Map') return map(state, evaluateWith);
  if (state.Type === 'Wait') {
    const until = Date.parse(String(await evaluateWith(state.Timestamp)));
    if (Number.isNaN(until)) throw new QueryEvaluationError('Timestamp is no time');
    await new Promise<void>((resolve) => clock.setTimeout(() => resolve(), Math.max(0, until - clock.now())));
  }
  if (state.Type !== 'Task') return undefined;
  const resource = state.Resource?.split(':::').at(-1) ?? '';
  const task = tasks[resource];
  if (!task) throw new Error(`nothing here does ${resource}`);
  return task(await evaluateWith(state.Arguments));
}

/** @returns the state that an error leads to */
function caught({ Catch = [] }: State, error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof ExecutionFailedError) throw error;
  const catcher = Catch.find(({ ErrorEquals }) => ErrorEquals.some((one) => one === name || one === 'States.ALL'));
  if (catcher) return catcher.Next;
  throw new ExecutionFailedError(name, message);
}
