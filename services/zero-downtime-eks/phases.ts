/** What a release does with the columns of the amount, in the order in which releases bring it. */
export const ledgerPhases = ['before', 'dual-write', 'read-new', 'after'] as const;

/** `before` knows `amount` only; `dual-write` writes both; `read-new` reads the new columns; `after` knows only them. */
export type LedgerPhase = (typeof ledgerPhases)[number];

/** The schema after each migration, in order. */
export const schemaSteps = ['created', 'expanded', 'backfilled', 'validated', 'contracted'] as const;

/** What the last migration has made of the schema. */
export type SchemaStep = (typeof schemaSteps)[number];

/** The first and the last schema that a phase works on. Its server does not start on another. */
export const schemasOf: Readonly<Record<LedgerPhase, { readonly from: SchemaStep; readonly to: SchemaStep }>> = {
  before: { from: 'created', to: 'expanded' },
  'dual-write': { from: 'expanded', to: 'validated' },
  'read-new': { from: 'validated', to: 'validated' },
  after: { from: 'validated', to: 'contracted' },
};

/**
 * What migrations must have made before a rolling update to the phase starts. `contracted` is no phase's need: it is
 * made when no pod of an earlier phase is left.
 */
export const schemaNeededBy = (phase: LedgerPhase): SchemaStep => schemasOf[phase].from;

/** Whether a release of the phase works on the schema at all. */
export function runsOn(phase: LedgerPhase, step: SchemaStep): boolean {
  const { from, to } = schemasOf[phase];
  const index = schemaSteps.indexOf(step);
  return schemaSteps.indexOf(from) <= index && index <= schemaSteps.indexOf(to);
}

/**
 * Whether pods of both phases may serve at the same time, as they do in a rolling update and in its rollback. Phases
 * that are further apart than one may not: `after` leaves empty what `dual-write` reads.
 */
export function mayRunTogether(one: LedgerPhase, other: LedgerPhase, step: SchemaStep): boolean {
  const distance = Math.abs(ledgerPhases.indexOf(one) - ledgerPhases.indexOf(other));
  return distance <= 1 && runsOn(one, step) && runsOn(other, step);
}

/** A rolling update of the way from the first phase to the last, and the schema on which it runs. */
export interface PhaseRollout {
  readonly from: LedgerPhase;
  readonly to: LedgerPhase;
  readonly on: SchemaStep;
}

/** Every pair of adjacent phases with the schema between them. */
export const phaseRollouts: readonly PhaseRollout[] = [
  { from: 'before', to: 'dual-write', on: 'expanded' },
  { from: 'dual-write', to: 'read-new', on: 'validated' },
  { from: 'read-new', to: 'after', on: 'validated' },
];
