/** What the blocks of measured figures say. */
export interface FigureWords {
  /** Heads of the table of a bench. */
  readonly what: string;
  readonly measured: string;
  readonly baseline: string;
  readonly goal: string;
  readonly ratio: string;
  /** The line below a table. @param dates such as `2026-11-21`, oldest first */
  readonly measuredOn: (dates: readonly string[], machine: string, file: string) => string;
  /** What docs/benchmarks.json and docs/rollouts.json say in English. @throws UntranslatedError */
  readonly text: (english: string) => string;
  readonly rolloutHead: readonly [string, string, string, string, string];
  /** The line below the table of rollouts. */
  readonly playedOn: (date: string, machine: string, file: string) => string;
  readonly longRun: (run: {
    readonly date: string;
    readonly command: string;
    readonly rollouts: number;
    readonly failed: string;
    readonly requests: string;
    readonly halfDone: number;
    readonly longest: number;
    readonly grace: number;
  }) => string;
  readonly summary: {
    readonly failed: (failed: string, requests: string) => string;
    readonly halfDone: (payments: string) => string;
    readonly longestStop: (seconds: number, grace: number) => string;
    readonly tookAll: (stops: number, of: number) => string;
    readonly stuck: string;
  };
  readonly burst: {
    readonly seconds: string;
    readonly callsTitle: (limit: number) => string;
    readonly calls: string;
    readonly resourcesTitle: string;
    readonly resources: string;
    /** What the lines are. */
    readonly legend: (burst: {
      readonly date: string;
      /** Of a point. */
      readonly seconds: number;
      readonly limit: number;
      readonly arns: number;
      readonly created: string;
      readonly drained: string;
      readonly least: string;
      readonly file: string;
    }) => string;
  };
  readonly charts: {
    readonly answer: string;
    readonly plain: string;
    readonly asked: string;
    readonly delivered: string;
    readonly thousandsASecond: string;
    readonly p99: string;
    readonly milliseconds: string;
    readonly processors: string;
    readonly cores: string;
    readonly parts: Readonly<Record<'servers' | 'client' | 'store' | 'Redis', string>>;
    readonly sender: string;
    readonly thousandsAMinute: string;
    readonly requestsOnly: string;
    readonly recipients: (recipients: number, cores: number) => string;
    readonly task: string;
  };
}
