import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import type { Transport } from '../config';
import { synthesizeMassMessaging } from '../synthesize';
import { runBadDay } from './bad-day';

const RECIPIENTS = 600;
const CLAIM = 'mass-messaging/both-transports';

/** The bad day once more, over a stack of each transport. */
export const prove: Proof = (context) => proveTransports(context, RECIPIENTS);

/**
 * The same with another number of recipients.
 *
 * @param change what is done to each assembly before it is run. @default - nothing
 */
export async function proveTransports(
  { progress }: ProofContext,
  recipients: number,
  change: (transport: Transport, assembly: string) => Promise<void> = async () => {},
): Promise<Verdict> {
  const figures: Record<string, number> = {};
  const notes: string[] = [];
  for (const transport of ['kinesis', 'sqs'] as const satisfies readonly Transport[]) {
    const assembly = mkdtempSync(join(tmpdir(), `${transport}-`));
    try {
      const provider = { url: 'https://provider.example.com/v1', requestsPerSecond: 2_000 };
      const config = { transport, messagesPerMinute: 100_000, recipientsPerRecord: 25, provider };
      synthesizeMassMessaging(config, assembly);
      await change(transport, assembly);
      const told = (text: string) => progress(`${CLAIM}: ${transport}, ${text}`);
      const day = await runBadDay({ assembly, recipients, seed: transport, progress: told });
      notes.push(...day.problems.map((problem) => `${transport}: ${problem}`));
      for (const name of ['delivered', 'copies of a message, at most'] as const) {
        figures[`${transport}: ${name}`] = day.figures[name] ?? 0;
      }
    } finally {
      rmSync(assembly, { recursive: true });
    }
  }
  return { holds: notes.length === 0, figures, notes };
}
