import { until } from '../../local/child';
import type { Database } from '../lab/runtime/database';
import { type AskedPayment, getPayment, postPayment, somePayment } from './payment-client';
import type { PaymentProcess } from './payment-process';

/** What became of payments while two releases served at the same time. */
export interface PairResult {
  /** Written by one and read by the other, with a retry of the request at the other. */
  readonly payments: number;
  /** Begun by one, which was killed, and carried on by the other. */
  readonly carriedOn: number;
  /** One line for each that failed or has another amount. */
  readonly problems: readonly string[];
}

/** How many payments each of them writes. */
const EACH = 6;

/** Lets each of two servers write, and the other read and repeat. Neither is changed by it. */
export async function exchange(one: PaymentProcess, other: PaymentProcess): Promise<PairResult> {
  const problems: string[] = [];
  let payments = 0;
  for (const [writer, reader] of [
    [one, other],
    [other, one],
  ] as const) {
    for (let index = 0; index < EACH; index++) {
      payments++;
      const problem = await writeAndRead(writer, reader, somePayment(index)).catch(String);
      if (problem !== undefined) problems.push(`written in phase ${writer.phase}, read in ${reader.phase}: ${problem}`);
    }
  }
  return { payments, carriedOn: 0, problems };
}

async function writeAndRead(
  writer: PaymentProcess,
  reader: PaymentProcess,
  asked: AskedPayment,
): Promise<string | undefined> {
  const written = await postPayment(writer, asked);
  if (written.status !== 201) return `writing was answered ${written.status}`;
  const expected = JSON.stringify(written.body);
  for (const answer of [await getPayment(reader, written.body.id), await postPayment(reader, asked)]) {
    if (answer.status !== 200) return `reading was answered ${answer.status}`;
    if (JSON.stringify(answer.body) !== expected) return `${expected} became ${JSON.stringify(answer.body)}`;
  }
  return written.body.amountMinor === asked.amountMinor ? undefined : `${asked.amountMinor} became ${expected}`;
}

/** Kills a server in the middle of a payment, and sends the request again to another. */
export async function carryOn(victim: PaymentProcess, other: PaymentProcess, database: Database): Promise<PairResult> {
  const asked = somePayment(EACH);
  const cutOff = postPayment(victim, asked, 30_000).catch(() => undefined);
  const stored = () => database.query('select status from payments where idempotency_key = $1', [asked.key]);
  await until('the payment is authorised', async () => (await stored()).length > 0, 5).catch(() => undefined);
  victim.child.signal('SIGKILL');
  await Promise.all([cutOff, victim.child.exited]);
  const before = await stored();
  const { status, body } = await postPayment(other, asked);
  const after = await stored();
  const carried = before[0]?.status === 'authorised' && after[0]?.status === 'captured' && after.length === 1;
  const said = `begun in phase ${victim.phase}, carried on in ${other.phase}: answered ${status}`;
  const good = carried && status === 200 && body.amountMinor === asked.amountMinor;
  return { payments: 1, carriedOn: good ? 1 : 0, problems: good ? [] : [said] };
}
