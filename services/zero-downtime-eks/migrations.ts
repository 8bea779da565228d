import { currencyExponents } from './currency';
import type { SchemaStep } from './phases';

/** How a schema becomes the next. Everything may be carried out again after an interruption. */
export interface Migration {
  /** What the schema is afterwards. */
  readonly step: SchemaStep;
  /**
   * A query that counts what must not be there, and what it means. `$1` is how long ago, in seconds, a row counts as
   * written by a release that may still run.
   *
   * @default - it may always start
   */
  readonly refusal?: { readonly count: string; readonly reason: string };
  /**
   * A statement that fills one batch of rows after the id `$1`, and returns the last id of the batch, or null at the end.
   *
   * @default - no row changes
   */
  readonly batch?: string;
  /** Statements, each list in a transaction of its own. */
  readonly transactions: readonly (readonly string[])[];
}

const exponents = Object.entries(currencyExponents)
  .map(([currency, exponent]) => `when '${currency}' then ${exponent}`)
  .join(' ');

/** Rows of a batch: locked for milliseconds, while payments go on. */
const BATCH_ROWS = 1000;

/**
 * `amount`, a number of major units, becomes `amount_minor` and `currency_exponent`, by expand and contract. Nothing that
 * a running release reads or writes is taken away, and nothing that it does not write is demanded of it.
 */
export const migrations: readonly Migration[] = [
  {
    step: 'created',
    transactions: [
      [
        `create table payments (
          id uuid primary key,
          idempotency_key text not null unique,
          status text not null check (status in ('authorised', 'captured')),
          amount numeric(20, 3) not null,
          currency text not null,
          release text not null,
          created_at timestamptz not null default now(),
          captured_at timestamptz
        )`,
      ],
    ],
  },
  {
    step: 'expanded',
    // Without a default or NOT NULL: the table is not rewritten, and a release that does not know the columns goes on.
    transactions: [
      [
        `alter table payments
          add column if not exists amount_minor bigint,
          add column if not exists currency_exponent smallint`,
      ],
    ],
  },
  {
    step: 'backfilled',
    batch: `with batch as (
        select id, amount, case currency ${exponents} end as exponent
        from payments where id > $1 order by id limit ${BATCH_ROWS} for update
      ), filled as (
        update payments set
          amount_minor = batch.amount * power(10::numeric, batch.exponent),
          currency_exponent = batch.exponent
        from batch where payments.id = batch.id and payments.amount_minor is null
      )
      select max(id::text) as last from batch`,
    transactions: [],
  },
  {
    step: 'validated',
    refusal: {
      count: 'select count(*) from payments where amount_minor is null or currency_exponent is null',
      reason: 'payments without amount_minor: a release that writes only amount still runs, or has since the backfill',
    },
    transactions: [
      // Not yet checked on the rows that are there, so that the lock lasts for a moment only.
      [
        'alter table payments drop constraint if exists payments_amounts_agree',
        `alter table payments add constraint payments_amounts_agree check (
          amount_minor is not null and currency_exponent is not null
          and (amount is null or amount * power(10::numeric, currency_exponent) = amount_minor)
        ) not valid`,
      ],
      // Reads the whole table, while payments go on.
      ['alter table payments validate constraint payments_amounts_agree'],
      // PostgreSQL takes the constraint for the proof, and reads nothing.
      [
        `alter table payments
          alter column amount_minor set not null,
          alter column currency_exponent set not null,
          alter column amount drop not null`,
      ],
    ],
  },
  {
    step: 'contracted',
    refusal: {
      count: "select count(*) from payments where amount is not null and created_at > now() - $1 * interval '1 second'",
      reason: 'payments that were written with amount a moment ago: a release that uses it may still run',
    },
    transactions: [['alter table payments drop column amount']],
  },
];
