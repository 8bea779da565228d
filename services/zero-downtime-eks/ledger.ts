import type { Sql } from 'postgres';
import { type Currency, currencyExponents, isCurrency, toMajor, toMinor } from './currency';
import type { LedgerPhase } from './phases';

/** A payment as it is stored. */
export interface Payment {
  readonly id: string;
  /** `authorised` until the card network has captured it. One that stays so is half done. */
  readonly status: 'authorised' | 'captured';
  readonly amountMinor: number;
  readonly currency: Currency;
  /** The release that wrote it. */
  readonly release: string;
}

export interface NewPayment {
  /** Chosen before it is written, so that a repeated attempt knows its own row. */
  readonly id: string;
  readonly idempotencyKey: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly release: string;
}

/** The steps of a payment. Each may be done twice and comes to the same. */
export interface Ledger {
  /** Writes the payment, or finds the one that has its idempotency key. */
  authorise(payment: NewPayment): Promise<Payment>;
  /** Marks an authorised payment as captured. */
  capture(id: string): Promise<void>;
  find(id: string): Promise<Payment | undefined>;
}

/** A row that a release of another phase has written in a way that this one cannot read. */
export class UnreadablePaymentError extends Error {
  override readonly name = 'UnreadablePaymentError';
}

type Row = Readonly<Record<string, unknown>>;

/** How a phase reads and writes the amount. */
interface Amounts {
  readonly columns: readonly string[];
  readonly write: (amountMinor: number, currency: Currency) => Readonly<Record<string, string | number>>;
  readonly read: (row: Row, currency: Currency) => number | undefined;
}

const oldColumns: Amounts = {
  columns: ['amount'],
  write: (amountMinor, currency) => ({ amount: toMajor(amountMinor, currency) }),
  read: ({ amount }, currency) => (typeof amount === 'string' ? toMinor(amount, currency) : undefined),
};

const newColumns: Amounts = {
  columns: ['amount_minor', 'currency_exponent'],
  write: (amountMinor, currency) => ({ amount_minor: amountMinor, currency_exponent: currencyExponents[currency] }),
  read: ({ amount_minor: minor, currency_exponent: exponent }, currency) =>
    typeof minor === 'string' && exponent === currencyExponents[currency] ? Number(minor) : undefined,
};

const writeBoth: Amounts['write'] = (amountMinor, currency) => ({
  ...oldColumns.write(amountMinor, currency),
  ...newColumns.write(amountMinor, currency),
});

const amountsOf: Readonly<Record<LedgerPhase, Amounts>> = {
  before: oldColumns,
  'dual-write': { ...oldColumns, write: writeBoth },
  'read-new': { ...newColumns, write: writeBoth },
  after: newColumns,
};

/** The table of payments, as a release of the phase uses it. */
export function ledger(sql: Sql, phase: LedgerPhase): Ledger {
  const amounts = amountsOf[phase];
  const columns = sql(['id', 'status', 'currency', 'release', ...amounts.columns]);

  function payment(row: Row): Payment {
    const { id, status, currency, release } = row;
    const amountMinor = isCurrency(currency) ? amounts.read(row, currency) : undefined;
    if (!isCurrency(currency) || amountMinor === undefined || (status !== 'authorised' && status !== 'captured')) {
      throw new UnreadablePaymentError(`payment ${id} cannot be read in phase ${phase}`);
    }
    return { id: String(id), status, amountMinor, currency, release: String(release) };
  }

  return {
    async authorise({ id, idempotencyKey, amountMinor, currency, release }) {
      const row = {
        id,
        idempotency_key: idempotencyKey,
        status: 'authorised',
        currency,
        release,
        ...amounts.write(amountMinor, currency),
      };
      await sql`insert into payments ${sql(row)} on conflict (idempotency_key) do nothing`;
      const [stored] = await sql`select ${columns} from payments where idempotency_key = ${idempotencyKey}`;
      if (!stored) throw new Error(`payment ${id} is not there after it was written`);
      return payment(stored);
    },
    async capture(id) {
      await sql`update payments set status = 'captured', captured_at = now() where id = ${id} and status = 'authorised'`;
    },
    async find(id) {
      const [row] = await sql`select ${columns} from payments where id = ${id}`;
      return row && payment(row);
    },
  };
}
