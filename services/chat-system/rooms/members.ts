import type { StoredRoom } from '../store/stores';
import { backoff } from './backoff';
import { pause } from './clock';
import type { Room } from './room';
import { SharedRead } from './shared-read';

/** Who is in a room, by what a server read last. Nothing is delivered while it may have changed. */
export class Members {
  private names: readonly string[] = [];
  private set: ReadonlySet<string> = new Set();
  private version = 0;
  /** What was read last, to be read again only if it has changed. */
  private stored: StoredRoom | undefined;
  /** Reads that must end before anything is delivered. */
  private awaited = 0;
  private readonly shared: SharedRead<StoredRoom | undefined>;

  constructor(
    private readonly room: Room,
    private readonly onCertain: () => void,
  ) {
    this.shared = new SharedRead(() => room.limited(room.context.rooms.get(room.id, this.stored)));
  }

  get certain(): boolean {
    return this.awaited === 0;
  }

  /** Version that a batch is published with. */
  get known(): number {
    return this.version;
  }

  get all(): readonly string[] {
    return this.names;
  }

  has(user: string): boolean {
    return this.set.has(user);
  }

  /** The members as they are stored, read after the call. @returns nothing if there is no such room */
  async read(): Promise<StoredRoom | undefined> {
    const stored = await this.shared.ask();
    if (stored !== undefined && stored === this.stored) return stored;
    this.learn(stored ?? { room: this.room.id, members: [], version: this.version });
    this.stored = stored;
    return stored;
  }

  /** What was read, or changed just now. Whoever is not a member any more gets nothing more. */
  learn({ members, version }: StoredRoom): void {
    if (version < this.version) return;
    this.version = version;
    this.names = members;
    this.set = new Set(members);
    this.room.audience.keepOnly((user) => this.has(user));
  }

  /** Somebody knows the members of this version. */
  atLeast(version: number): void {
    if (version > this.version) this.mayHaveChanged();
  }

  /** Holds back what is to be delivered until the members were read. */
  mayHaveChanged(): void {
    this.awaited++;
    void this.readUntilDone();
  }

  private async readUntilDone(): Promise<void> {
    const { clock } = this.room.context;
    for (let attempt = 0; !this.room.closed; attempt++) {
      try {
        await this.read();
        break;
      } catch {
        await pause(clock, backoff(clock, attempt));
      }
    }
    this.awaited--;
    if (this.awaited === 0) this.onCertain();
  }
}
