/** Input of one batch of the Distributed Map. */
export interface ExpanderEvent {
  readonly BatchInput: { readonly campaignId: string };
  /** `index` counts the items of the audience from 0. */
  readonly Items: readonly { readonly index: number; readonly value: unknown }[];
}

/** Output of one batch. */
export interface ExpanderOutput {
  readonly records: number;
  readonly recipients: number;
  readonly invalid: number;
  readonly stopped: number;
}

export async function handler(_event: ExpanderEvent): Promise<ExpanderOutput> {
  throw new Error('not written yet');
}
