/** What a proof is given to work on. */
export interface ProofContext {
  /** Folder of the synthesized cloud assembly (`cdk.out`): the artefacts that would be deployed. */
  readonly assembly: string;

  /**
   * File with real CloudTrail records, JSON lines.
   *
   * @default - the proof uses the project's own fixtures only and says so in its notes
   */
  readonly events?: string;

  /**
   * Folder with describe answers of real deployments and `cases.jsonl`, which says what probes of their instances met.
   *
   * @default - the proof uses what AWS documents only and says so in its notes
   */
  readonly observations?: string;

  /** Told what is being done, for a person who waits. */
  readonly progress: (text: string) => void;
}

/** What a proof found. */
export interface Verdict {
  /** False also where it was skipped. */
  readonly holds: boolean;
  /** Why this machine cannot decide it, and what would let it. @default - it was decided */
  readonly skipped?: string;
  /** Figures in the order in which they are shown, with their unit in the name or the value. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** What a reader should know besides: the reasons why a claim does not hold, or data that was skipped. */
  readonly notes: readonly string[];
}

/** A program that decides a claim. It throws only when it could not be carried out. */
export type Proof = (context: ProofContext) => Promise<Verdict>;

/**
 * Why one may believe a claim: `proved` by a program here, shown by a command in an `account`, or `cited` from a source.
 */
export type Evidence =
  | { readonly kind: 'proved'; readonly proof: Proof }
  | { readonly kind: 'account'; readonly command: string }
  | { readonly kind: 'cited'; readonly link: string };

/** One sentence of an answer that can be true or false. */
export interface Claim {
  /** `<exercise>/<what is claimed>`, stable. */
  readonly id: string;
  readonly text: string;
  readonly evidence: Evidence;
}
