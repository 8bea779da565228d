import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { runBadDay } from './bad-day';

const RECIPIENTS = 10_000;
const CLAIM = 'mass-messaging/every-recipient-ends-once';

/** A campaign on a day on which everything goes wrong, over the transport of the assembly. */
export const prove: Proof = (context) => proveBadDay(context, RECIPIENTS);

/** The same with another number of recipients. */
export async function proveBadDay({ assembly, progress }: ProofContext, recipients: number): Promise<Verdict> {
  const told = (text: string) => progress(`${CLAIM}: ${text}`);
  const { problems, figures } = await runBadDay({ assembly, recipients, seed: 'bad day', progress: told });
  return { holds: problems.length === 0, figures, notes: problems };
}
