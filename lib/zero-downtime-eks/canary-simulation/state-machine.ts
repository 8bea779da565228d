/** An SDK call of a state machine. It throws ApiError where AWS would answer with an error. */
export type Call = (resource: string, parameters: unknown) => unknown;

/** What AWS answered instead of doing what it was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
}

/** The definition has a state, a field or an expression that this interpreter does not know. */
export class UnknownStateError extends Error {
  override readonly name = 'UnknownStateError';
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly Arguments?: unknown;
  readonly Output?: unknown;
  readonly Seconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
}

/** A state machine in Amazon States Language, with JSONata. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
}

/** How an execution ended. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** The names of the states, in the order in which they were entered. */
  readonly path: readonly string[];
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Task: ['Next', 'Resource', 'Arguments', 'Output', 'Retry', 'Catch'],
  Wait: ['Next', 'Seconds'],
  Choice: ['Choices', 'Default'],
  Succeed: [],
  Fail: ['Error', 'Cause'],
};

/**
 * Runs a definition.
 *
 * @param wait told the seconds that pass in a Wait state or before a retry
 * @throws UnknownStateError for everything that is not needed here, such as another kind of state
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function execute(definition: Definition, call: Call, wait: (seconds: number) => void): Execution {
  if (definition.TimeoutSeconds !== undefined) throw new UnknownStateError('TimeoutSeconds of the state machine');
  const path: string[] = [];
  let input: unknown = {};
  for (let name = definition.StartAt; ; ) {
    const state = definition.States[name];
    if (!state) throw new UnknownStateError(`${name} is no state`);
    check(name, state);
    path.push(name);
    if (state.Type === 'Succeed') return { status: 'SUCCEEDED', path };
    if (state.Type === 'Fail') return { status: 'FAILED', path };
    if (state.Type === 'Wait') wait(state.Seconds ?? 0);
    let next = state.Type === 'Choice' ? chosen(state, input) : state.Next;
    if (state.Type === 'Task') {
      try {
        const result = attempt(state, call, wait);
        input = state.Output ?? result;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        next = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))?.Next;
        if (next === undefined) return { status: 'FAILED', path };
      }
    }
    // What no rule and no default takes fails the execution: States.NoChoiceMatched.
    if (next === undefined) return { status: 'FAILED', path };
    name = next;
  }
}

function check(name: string, { Type, ...fields }: State): void {
  const known = KNOWN[Type];
  if (!known) throw new UnknownStateError(`${name} is of type ${Type}`);
  const unknown = Object.keys(fields).filter((field) => !known.includes(field));
  if (unknown.length > 0) throw new UnknownStateError(`${name} has ${unknown.join(', ')}`);
  if (/\{%/.test(JSON.stringify([fields.Arguments, fields.Output]))) throw new UnknownStateError(`${name}: JSONata`);
}

function attempt(
  { Resource = '', Arguments, Retry = [] }: State,
  call: Call,
  wait: (seconds: number) => void,
): unknown {
  const retrier = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity } = retrier ?? {};
  for (let retries = 0; ; retries += 1) {
    try {
      return call(Resource, Arguments);
    } catch (error) {
      if (!(error instanceof ApiError) || !retrier || retries >= MaxAttempts) throw error;
      wait(Math.min(IntervalSeconds * BackoffRate ** retries, MaxDelaySeconds));
    }
  }
}

function chosen({ Choices = [], Default }: State, input: unknown): string | undefined {
  return Choices.find(({ Condition }) => holds(Condition, input))?.Next ?? Default;
}

/** Of JSONata only the comparison of a path of the input with a text. What is not there equals no text. */
function holds(condition: string, input: unknown): boolean {
  const [, path, text] = /^\{% \$states\.input((?:\.\w+|\[\d+\])+) = '([^']*)' %\}$/.exec(condition) ?? [];
  if (path === undefined) throw new UnknownStateError(condition);
  const keys = [...path.matchAll(/\w+/g)].map(([key]) => key);
  const found = keys.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
  return found === text;
}
