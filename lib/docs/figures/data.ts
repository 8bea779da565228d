import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BurstRates } from '../../auto-tagging/proofs/burst-rates';

const docs = join(__dirname, '../../../docs');

/** What `npm run bench -- --record` writes. */
export const BENCHMARKS_FILE = join(docs, 'benchmarks.json');
/** What `npm run bench -- burst` writes. */
export const BURST_FILE = join(docs, 'burst.json');
/** What `npm run bench -- rollouts` writes. */
export const ROLLOUTS_FILE = join(docs, 'rollouts.json');

/** Something measured. */
export interface Figure {
  /** `<bench>/<what>`, stable. */
  readonly id: string;
  readonly what: string;
  /** Of all its numbers, such as `ms` or `messages a minute`. */
  readonly unit: string;
  readonly value: number;
  /** What was wished for. @default - nothing */
  readonly goal?: number;
  /** What the plain way gave under the same load in the same run. @default - it was not compared */
  readonly baseline?: number;
}

/** A figure with the day on which it was measured. */
export interface DatedFigure extends Figure {
  /** Such as `2026-11-21`. */
  readonly date: string;
}

/** docs/benchmarks.json. */
export interface Benchmarks {
  /** What all figures were measured on. */
  readonly machine: string;
  readonly figures: readonly DatedFigure[];
}

/** docs/burst.json. */
export interface Burst extends BurstRates {
  readonly date: string;
  readonly command: string;
  /** Those of the proof. */
  readonly figures: Readonly<Record<string, number | string>>;
}

/** A scenario of the rollout lab, as far as the table needs it. */
export interface Rollout {
  readonly conditions: string;
  readonly variant: string;
  readonly requests: number;
  readonly failed: number;
  /** Payments left `authorised` when nothing runs any more. */
  readonly halfDone: number;
  /** From the deletion of a pod to its end, in seconds of the real world. @default - no pod stopped */
  readonly longestStopSeconds?: number;
  readonly graceSeconds?: number;
  /** Stops that took the whole grace period, of how many. @default - none did */
  readonly wholeGrace?: number;
  readonly stops?: number;
  /** A rollout or drain that did not end. */
  readonly stuck?: boolean;
}

/** docs/rollouts.json. */
export interface Rollouts {
  readonly date: string;
  readonly command: string;
  readonly machine: string;
  readonly secondsOfManifestsInOneOfTheLab: number;
  readonly results: readonly Rollout[];
  /** Rollouts of the answer alone, one after the other. */
  readonly long: {
    readonly date: string;
    readonly command: string;
    readonly rollouts: number;
    readonly requests: number;
    readonly failed: number;
    readonly halfDone: number;
    readonly longestStopSeconds: number;
    readonly graceSeconds: number;
  };
}

const read = <Content>(file: string): Content => JSON.parse(readFileSync(file, 'utf8')) as Content;

/** docs/benchmarks.json as it is. */
export const readBenchmarks = (): Benchmarks => read(BENCHMARKS_FILE);
/** docs/burst.json as it is. */
export const readBurst = (): Burst => read(BURST_FILE);
/** docs/rollouts.json as it is. */
export const readRollouts = (): Rollouts => read(ROLLOUTS_FILE);
