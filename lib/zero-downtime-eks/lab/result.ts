import type { Row } from './runtime/database';
import type { RequestResult } from './runtime/load';
import type { Lab } from './scenario';
import { LONGEST_REQUEST_SECONDS } from './traffic';

/** What became of the payments, and of the pods. */
export interface ScenarioResult {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
  /** Of those that failed: a status such as `502`, or what the client saw instead. */
  readonly failures: Readonly<Record<string, number>>;
  /** Of those that failed, how many were slow ones. */
  readonly slowFailed: number;
  /** Payments that were authorised and then neither captured nor carried on. */
  readonly halfDone: number;
  /** Captured, and yet the client was told that it failed: without idempotency the next attempt would charge again. */
  readonly capturedThoughFailed: number;
  /** Payments captured beyond one for each of the clients' keys. */
  readonly duplicates: number;
  /** From the deletion of a pod to its end, in seconds of the real world. */
  readonly longestStopSeconds: number;
  readonly graceSeconds: number;
  readonly stops: number;
  /** Pods that used up their whole grace period. */
  readonly wholeGrace: number;
  readonly restarts: number;
  /** Of each rollout or drain that did not end in time, what the pods were waiting for. */
  readonly stuck: readonly string[];
  /** Of the lab, scaled. */
  readonly seconds: number;
  /** How late a timer of the lab was at worst: how busy the machine is, in real seconds. */
  readonly lateSeconds: number;
}

/** How a scenario can be wrong. */
export type Loss = 'failed requests' | 'half-done payments' | 'charged twice' | 'whole grace period' | 'stuck';

/** What makes a result red; nothing where it is green. */
export function losses(result: ScenarioResult): readonly Loss[] {
  const found: readonly (readonly [Loss, number])[] = [
    ['failed requests', result.failed],
    ['half-done payments', result.halfDone],
    ['charged twice', result.duplicates],
    ['whole grace period', result.wholeGrace],
    ['stuck', result.stuck.length],
  ];
  return found.filter(([, number]) => number > 0).map(([loss]) => loss);
}

interface CountProps {
  readonly name: string;
  readonly lab: Lab;
  readonly requests: readonly RequestResult[];
  readonly seconds: number;
  readonly lateSeconds: number;
}

/** Nothing stops exactly at its end; a stop within this share of the grace period took all of it. */
const WHOLE = 0.98;

/** Counts what the clients saw, and what the ledger has. Nothing may run any more that could still change it. */
export async function count({ name, lab, requests, seconds, lateSeconds }: CountProps): Promise<ScenarioResult> {
  const { cluster, factor, spec } = lab;
  const failed = requests.filter(({ ok }) => !ok);
  const failures: Record<string, number> = {};
  for (const { status, error } of failed) {
    const kind = String(error ?? status);
    failures[kind] = (failures[kind] ?? 0) + 1;
  }
  const rows = await ledger(lab);
  const captured = new Set(rows.filter((row) => Number(row.captured) > 0).map(({ key }) => key));
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const { terminationGracePeriodSeconds: grace } = spec.pod;
  const stops = cluster.terminations;
  return {
    name,
    requests: requests.length,
    failed: failed.length,
    failures,
    slowFailed: failed.filter(({ slow }) => slow).length,
    halfDone: sum((row) => Number(row.authorised)),
    capturedThoughFailed: failed.filter(({ key }) => captured.has(key)).length,
    duplicates: sum((row) => Math.max(0, Number(row.captured) - 1)),
    longestStopSeconds: Math.max(0, ...stops.map((stop) => stop.seconds)) * factor,
    graceSeconds: grace * factor,
    stops: stops.length,
    wholeGrace: stops.filter((stop) => stop.killed || stop.preStopOutlived || stop.seconds >= grace * WHOLE).length,
    restarts: cluster.restarts,
    stuck: lab.stuck,
    seconds,
    lateSeconds,
  };
}

/** Each key with its rows. What was cut off on its way to the client may still be carried on, for as long as a request takes. */
async function ledger({ database, wait }: Lab): Promise<readonly Row[]> {
  const read = () =>
    database.query(
      "SELECT idempotency_key AS key, count(*) FILTER (WHERE status = 'captured')::int AS captured, " +
        "count(*) FILTER (WHERE status = 'authorised')::int AS authorised FROM payments GROUP BY idempotency_key",
    );
  const rows = await read();
  if (rows.every(({ authorised }) => authorised === 0)) return rows;
  await wait(LONGEST_REQUEST_SECONDS * 1.5);
  return await read();
}
