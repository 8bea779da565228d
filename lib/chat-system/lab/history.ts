/** A message that a client sent, whether or not anything came of it. All times are milliseconds of one clock. */
export interface Sent {
  readonly client: string;
  readonly user: string;
  readonly room: string;
  readonly id: string;
  readonly text: string;
  /** When it was sent for the first time. */
  readonly at: number;
}

/** A client was told that its message is stored. */
export interface Acknowledged {
  readonly client: string;
  readonly room: string;
  readonly id: string;
  readonly seq: number;
}

/** A message as a client showed it, or as the store holds it. */
export interface Entry {
  readonly seq: number;
  readonly id: string;
  readonly from: string;
  /** @default - it has an attachment only */
  readonly text?: string;
}

/** What one client showed of one room. */
export interface View {
  readonly client: string;
  readonly user: string;
  readonly room: string;
  /** The number that it opened the room from: it shows what comes after. @default 0 */
  readonly after?: number;
  /** In the order in which it showed them. `at` is when. */
  readonly entries: readonly (Entry & { readonly at: number })[];
  /** Whether the room was open to the end, so that everything should be here. */
  readonly isComplete: boolean;
}

/** A user was in a room. */
export interface Membership {
  readonly room: string;
  readonly user: string;
  /** When it was asked for at the earliest. */
  readonly from: number;
  /** When its end was confirmed at the latest. @default - it goes on */
  readonly until?: number;
}

/** All that is known of a run once nothing happens any more. */
export interface History {
  readonly sent: readonly Sent[];
  readonly acknowledged: readonly Acknowledged[];
  readonly views: readonly View[];
  readonly memberships: readonly Membership[];
  /** By room, in the order of the store's keys. */
  readonly stored: ReadonlyMap<string, readonly Entry[]>;
}
