import type { AssemblyTemplate } from '../local/assembly-template';

/** Retrier of a state. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export interface Retrier {
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
}

/** A Distributed Map, as far as an expansion needs it. */
export interface MapState {
  readonly ItemReader: { readonly ReaderConfig: { readonly InputType: 'CSV' | 'JSONL' } };
  readonly ItemSelector: unknown;
  readonly ItemBatcher: { readonly MaxItemsPerBatch: number; readonly BatchInput: unknown };
  readonly MaxConcurrency: number;
  readonly ItemProcessor: { readonly StartAt: string; readonly States: Readonly<Record<string, TaskState>> };
}

export interface TaskState {
  readonly Type: string;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly Retry?: readonly Retrier[];
}

/** What the state machine of a campaign is made of, out of its template. */
export interface CampaignDefinition {
  /** Arguments of the UpdateItem that claims the campaign. */
  readonly claim: Readonly<Record<string, unknown>>;
  /** One for each format of audiences. */
  readonly maps: readonly MapState[];
}

/** @throws Error when the template has no state machine with a claim and maps */
export function readCampaignDefinition(template: AssemblyTemplate): CampaignDefinition {
  const [[, { Properties }] = [undefined, { Properties: {} as Readonly<Record<string, unknown>> }]] = template.ofType(
    'AWS::StepFunctions::StateMachine',
  );
  const text = template.text(Properties.DefinitionString);
  if (text === '') throw new Error('the template has no state machine');
  const { States } = JSON.parse(text) as { States: Readonly<Record<string, TaskState & { Resource?: string }>> };
  const states = Object.values(States);
  const claim = states.find(({ Resource }) => Resource?.endsWith(':dynamodb:updateItem'))?.Arguments;
  if (!claim) throw new Error('no state claims the campaign');
  const maps = states.filter(({ Type }) => Type === 'Map') as unknown as readonly MapState[];
  if (maps.length === 0) throw new Error('no state expands an audience');
  return { claim, maps };
}

/**
 * Replaces JSONata expressions by values. It evaluates nothing: what it is not given, it refuses.
 *
 * @param values by expression, such as `$request.text`
 * @throws Error for an expression without a value
 */
export function fill(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fill(child, values)]));
  }
  if (typeof value !== 'string') return value;
  const [, expression] = /^\{%\s*([\s\S]*?)\s*%\}$/.exec(value) ?? [];
  if (expression === undefined) return value;
  if (!(expression in values)) throw new Error(`nothing is known of the expression ${expression}`);
  return values[expression];
}
