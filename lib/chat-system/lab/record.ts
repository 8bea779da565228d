import type { Acknowledged, Entry, History, Membership, Sent, View } from './history';

/** What one client has shown of one room so far. */
export interface OpenView extends Omit<View, 'entries' | 'isComplete'> {
  readonly entries: View['entries'][number][];
  readonly ids: Set<string>;
  isComplete: boolean;
}

/** Writes down what happens in a run. */
export class Record {
  readonly sent: Sent[] = [];
  readonly acknowledged: Acknowledged[] = [];
  private readonly memberships: Membership[] = [];
  private readonly views: OpenView[] = [];

  /** Somebody is a member from now on. */
  joined(room: string, user: string, from = Date.now()): void {
    this.memberships.push({ room, user, from });
  }

  /** Somebody is no member any more. */
  parted(room: string, user: string, until = Date.now()): void {
    const index = this.memberships.findLastIndex((one) => one.room === room && one.user === user);
    const membership = this.memberships[index];
    if (membership) this.memberships[index] = { ...membership, until };
  }

  /** A client begins to show a room. */
  view(client: string, user: string, room: string): OpenView {
    const view: OpenView = { client, user, room, entries: [], ids: new Set(), isComplete: true };
    this.views.push(view);
    return view;
  }

  /** Writes down what a client shows now that it did not show before, in the order in which it stands there. */
  show(view: OpenView, shown: readonly Entry[]): void {
    for (const { seq, id, from, text } of shown) {
      if (view.ids.has(id)) continue;
      view.ids.add(id);
      view.entries.push({ seq, id, from, ...(text !== undefined && { text }), at: Date.now() });
    }
  }

  /** All of it, with what the store holds. */
  history(stored: ReadonlyMap<string, readonly Entry[]>): History {
    const { sent, acknowledged, memberships, views } = this;
    return { sent, acknowledged, memberships, views, stored };
  }

  /** Whether every room that is open shows as many messages as the store holds. */
  isConverged(stored: ReadonlyMap<string, readonly Entry[]>): boolean {
    return this.views.every(
      ({ isComplete, room, entries }) => !isComplete || entries.length >= (stored.get(room)?.length ?? 0),
    );
  }
}
