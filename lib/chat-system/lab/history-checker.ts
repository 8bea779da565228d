import type { Entry, History, Membership, Sent, View } from './history';

/** What a history must not show. */
export const violationNames = [
  'acknowledged and lost',
  'acknowledged with another number than stored',
  'two messages with one number',
  'one id twice in the store',
  'gap',
  'stored but never sent',
  'other than what was sent',
  'seen but not stored',
  'seen by an outsider',
  'shown twice',
  'order differs between two clients',
  'client did not converge',
] as const;

export type ViolationName = (typeof violationNames)[number];

/** One thing that is wrong with a history. */
export interface Violation {
  readonly name: ViolationName;
  readonly room: string;
  /** The message, the client or the numbers that it is about. */
  readonly about: string;
}

/** Finds what is wrong with a history: nothing, where every promise of the chat was kept. */
export function violations(history: History): readonly Violation[] {
  const sent = new Map(history.sent.map((one) => [one.id, one]));
  const rooms = new Set([...history.stored.keys(), ...[history.views, history.acknowledged].flat().map((o) => o.room)]);
  return [...rooms].flatMap((room) => {
    const stored = history.stored.get(room) ?? [];
    const views = history.views.filter((view) => view.room === room);
    const members = history.memberships.filter((one) => one.room === room);
    const found = [
      ...ofStore(stored, sent),
      ...ofAcknowledgements(history, room, stored),
      ...views.flatMap((view) => ofView(view, stored, sent, members)),
      ...ofNumbers([stored, ...views.map(({ entries }) => entries)]),
      ...ofOrders([{ client: 'the store', entries: stored }, ...views]),
    ];
    return found.map(({ name, about }) => ({ name, room, about }));
  });
}

type Found = Omit<Violation, 'room'>;

function ofStore(stored: readonly Entry[], sent: ReadonlyMap<string, Sent>): readonly Found[] {
  return [
    ...repeated(stored.map(({ id }) => id)).map((id): Found => ({ name: 'one id twice in the store', about: id })),
    ...stored.flatMap((entry): readonly Found[] => {
      const original = sent.get(entry.id);
      if (!original) return [{ name: 'stored but never sent', about: entry.id }];
      const isSame = original.text === entry.text && original.user === entry.from;
      return isSame ? [] : [{ name: 'other than what was sent', about: entry.id }];
    }),
    ...gaps(
      stored.map(({ seq }) => seq),
      0,
    ).map((about): Found => ({ name: 'gap', about: `store: ${about}` })),
  ];
}

function ofAcknowledgements({ acknowledged }: History, room: string, stored: readonly Entry[]): readonly Found[] {
  const numbers = groups(stored, ({ id, seq }) => [id, seq]);
  return acknowledged.flatMap((one): readonly Found[] => {
    if (one.room !== room) return [];
    const seqs = numbers.get(one.id);
    if (!seqs) return [{ name: 'acknowledged and lost', about: one.id }];
    return seqs.has(one.seq) ? [] : [{ name: 'acknowledged with another number than stored', about: one.id }];
  });
}

function ofView(
  { client, user, after = 0, entries, isComplete }: View,
  stored: readonly Entry[],
  sent: ReadonlyMap<string, Sent>,
  members: readonly Membership[],
): readonly Found[] {
  const known = new Map(stored.map((entry) => [entry.id, entry]));
  const own = members.filter((one) => one.user === user);
  const seen = new Set(entries.map(({ id }) => id));
  const missing = isComplete ? stored.filter(({ seq, id }) => seq > after && !seen.has(id)).length : 0;
  const found = entries.flatMap((entry): readonly Found[] => {
    const { id, at, text, from } = entry;
    const original = known.get(id);
    const about = `${id} by ${client}`;
    const sentAt = sent.get(id)?.at ?? 0;
    const isInside = own.some((one) => one.from <= at && (one.until ?? Number.POSITIVE_INFINITY) >= sentAt);
    return [
      ...(original ? [] : [{ name: 'seen but not stored', about } as const]),
      ...(!original || (original.text === text && original.from === from)
        ? []
        : [{ name: 'other than what was sent', about } as const]),
      ...(isInside ? [] : [{ name: 'seen by an outsider', about } as const]),
    ];
  });
  return [
    ...found,
    ...repeated(entries.map(({ id }) => id)).map((id): Found => ({ name: 'shown twice', about: `${id} by ${client}` })),
    ...gaps(
      entries.map(({ seq }) => seq),
      after,
    ).map((about): Found => ({ name: 'gap', about: `${client}: ${about}` })),
    ...(missing > 0 ? [{ name: 'client did not converge', about: `${client} misses ${missing}` } as const] : []),
  ];
}

/** A number means the same message to the store and to everyone. */
function ofNumbers(lists: readonly (readonly Entry[])[]): readonly Found[] {
  return [...groups(lists.flat(), ({ seq, id }) => [seq, id])].flatMap(([seq, ids]): readonly Found[] =>
    ids.size > 1 ? [{ name: 'two messages with one number', about: `${seq}: ${[...ids].join(', ')}` }] : [],
  );
}

/** Whether two agree is a matter of what they showed, whatever its numbers were. The store is one of them. */
function ofOrders(views: readonly { readonly client: string; readonly entries: readonly Entry[] }[]): readonly Found[] {
  const places = views.map(({ entries }) => new Map(entries.map(({ id }, index) => [id, index])));
  return views.flatMap(({ client, entries }, one) =>
    views.slice(one + 1).flatMap((other, index): readonly Found[] => {
      const place = places[one + 1 + index];
      const theirs = entries.flatMap(({ id }) => place?.get(id) ?? []);
      const differs = theirs.some((at, next) => next > 0 && at < (theirs[next - 1] ?? 0));
      return differs ? [{ name: 'order differs between two clients', about: `${client} and ${other.client}` }] : [];
    }),
  );
}

/** Places at which numbers do not follow each other. The same number twice, or a step back, is another violation. */
function gaps(numbers: readonly number[], after: number): readonly string[] {
  const ascending = [...new Set(numbers)].sort((one, other) => one - other);
  return ascending.flatMap((seq, index) => {
    const before = ascending[index - 1] ?? after;
    return seq > before + 1 ? [`${before}, ${seq}`] : [];
  });
}

function repeated(ids: readonly string[]): readonly string[] {
  const [once, again] = [new Set<string>(), new Set<string>()];
  for (const id of ids) (once.has(id) ? again : once).add(id);
  return [...again];
}

function groups<T, Key, Value>(list: readonly T[], pair: (one: T) => readonly [Key, Value]): Map<Key, Set<Value>> {
  const result = new Map<Key, Set<Value>>();
  for (const one of list) {
    const [key, value] = pair(one);
    const group = result.get(key) ?? new Set<Value>();
    result.set(key, group.add(value));
  }
  return result;
}
