import type { AssemblyTemplate } from '../local/assembly-template';
import type { Definition, State } from '../local/state-machine';

/** Retrier of a state. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export interface Retrier {
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
}

/** A Distributed Map, as far as an expansion needs it. */
export interface MapState extends State {
  readonly ItemReader: {
    readonly ReaderConfig: { readonly InputType: 'CSV' | 'JSONL' };
    readonly Arguments: unknown;
  };
  readonly ItemSelector: unknown;
  readonly ItemBatcher: { readonly MaxItemsPerBatch: number; readonly BatchInput: unknown };
  readonly MaxConcurrency: number;
  readonly ItemProcessor: {
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State & { readonly Retry?: readonly Retrier[] }>>;
  };
}

/**
 * The state machine of a campaign as the template has it.
 *
 * @throws Error when there is none
 */
export function readCampaignDefinition(template: AssemblyTemplate): Definition {
  const [found] = template.ofType('AWS::StepFunctions::StateMachine');
  const text = found && template.text(found[1].Properties.DefinitionString);
  if (!text) throw new Error('the template has no state machine');
  return JSON.parse(text) as Definition;
}
