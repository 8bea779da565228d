import type { Figure } from '../lib/docs/figures/data';

/** What a bench found. */
export interface Finding {
  /** A line for people. */
  readonly text: string;
  /** What of it can be put on a page. @default - nothing */
  readonly figures?: readonly Figure[];
}

/** A line without figures. */
export const told = (text: string): Finding => ({ text });

/** Three digits say all that a measurement knows. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
