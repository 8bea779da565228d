/** A request that is on its way. The virtual clock stands still meanwhile, unless it is parked. */
export interface IoOperation {
  /** The answer has arrived, or never will. Idempotent. */
  end(): void;
  /** From now on the answer waits for a timer of the clock, so the clock may move. */
  park(): void;
  /** The timer has fired. */
  resume(): void;
}

/** The time that everything local goes by. All times are milliseconds since 1970. */
export interface Clock {
  readonly Date: DateConstructor;
  now(): number;
  setTimeout(callback: (...values: never[]) => void, milliseconds?: number, ...values: unknown[]): unknown;
  clearTimeout(timer: unknown): void;
  setInterval(callback: (...values: never[]) => void, milliseconds?: number, ...values: unknown[]): unknown;
  clearInterval(timer: unknown): void;
  /** Announces a request that is about to be sent. */
  begin(): IoOperation;
  /** Lets time pass until `until` is true, or nothing is left that could happen. */
  run(until?: () => boolean): Promise<void>;
}

/** The requests under way; calls `onIdle` whenever the last one that moves has ended or been parked. */
export class Operations {
  /** Requests under way that are not parked. */
  inFlight = 0;
  /** Requests under way, parked ones included. */
  count = 0;

  constructor(private readonly onIdle: () => void) {}

  begin(): IoOperation {
    let state: 'moving' | 'parked' | 'ended' = 'moving';
    this.count++;
    this.inFlight++;
    const stop = (next: 'parked' | 'ended') => {
      if (state === 'moving') this.inFlight--;
      state = next;
      if (this.inFlight === 0) this.onIdle();
    };
    return {
      park: () => {
        if (state === 'moving') stop('parked');
      },
      resume: () => {
        if (state !== 'parked') return;
        state = 'moving';
        this.inFlight++;
      },
      end: () => {
        if (state === 'ended') return;
        this.count--;
        stop('ended');
      },
    };
  }
}

/** Work of Node's thread pool, which no request announces: files, random bytes, hashes, compression. */
const threadPoolWork =
  /^(FSReq|CloseReq|GetAddrInfo|Random|Hash|Sign|Verify|Cipher|PBKDF2|Scrypt|HKDF|KeyGen|Zlib|Brotli)|Job$/;

/** Resolves when neither micro- nor macrotasks are left to run, leaving requests and timers aside. */
export async function settled(): Promise<void> {
  do {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  } while (process.getActiveResourcesInfo().some((name) => threadPoolWork.test(name)));
}
