import type { Counters } from './metrics';
import type { Message } from './protocol/messages';
import { type MessageStore, SequenceTakenError } from './store/stores';

/** A store of messages whose calls are counted. */
export class ObservedStore implements MessageStore {
  constructor(
    private readonly store: MessageStore,
    private readonly counters: Counters,
  ) {}

  last(room: string): Promise<number> {
    return this.observe(this.store.last(room));
  }

  after(room: string, after: number, most: number): Promise<readonly Message[]> {
    return this.observe(this.store.after(room, after, most));
  }

  before(room: string, before: number, most: number): Promise<readonly Message[]> {
    return this.observe(this.store.before(room, before, most));
  }

  async append(room: string, messages: readonly Message[]): Promise<void> {
    await this.observe(this.store.append(room, messages));
    this.counters.stored += messages.length;
  }

  private async observe<Result>(call: Promise<Result>): Promise<Result> {
    const from = performance.now();
    try {
      return await call;
    } catch (error) {
      // Another server was faster: the store has done what it should.
      if (!(error instanceof SequenceTakenError)) this.counters.storeErrors++;
      throw error;
    } finally {
      this.counters.storeTook(performance.now() - from);
    }
  }
}
