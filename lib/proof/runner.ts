import type { Claim, ProofContext, Verdict } from './claim';

/** A claim and what became of it. */
export interface ClaimResult {
  readonly claim: string;
  readonly text: string;
  readonly evidence: 'proved' | 'account' | 'cited';
  /** Absent for evidence that is not a program. */
  readonly verdict?: Verdict;
  /** The command or the link of evidence that is not a program. */
  readonly pointer?: string;
}

/**
 * Decides claims one after the other: proofs measure, and would disturb each other.
 * A proof that throws makes its claim not hold, with the error as the note.
 */
export async function decideClaims(claims: readonly Claim[], context: ProofContext): Promise<readonly ClaimResult[]> {
  const results: ClaimResult[] = [];
  for (const { id, text, evidence } of claims) {
    if (evidence.kind === 'proved') {
      context.progress(id);
      const verdict = await evidence.proof(context).catch(couldNotBeCarriedOut);
      results.push({ claim: id, text, evidence: 'proved', verdict });
    } else {
      const pointer = evidence.kind === 'account' ? evidence.command : evidence.link;
      results.push({ claim: id, text, evidence: evidence.kind, pointer });
    }
  }
  return results;
}

/** What is said of a proof. */
export type State = 'holds' | 'does not hold' | 'skipped';

export function stateOf({ holds, skipped }: Verdict): State {
  if (skipped !== undefined) return 'skipped';
  return holds ? 'holds' : 'does not hold';
}

/** Whether no claim was found not to hold. What was skipped was not found to. */
export function allHold(results: readonly ClaimResult[]): boolean {
  return results.every(({ verdict }) => verdict === undefined || stateOf(verdict) !== 'does not hold');
}

function couldNotBeCarriedOut(error: unknown): Verdict {
  return { holds: false, figures: {}, notes: [`the proof could not be carried out: ${String(error)}`] };
}
