export type Value = { readonly S?: string; readonly N?: string };
export type Item = Readonly<Record<string, Value>>;

/** Of a Query, what the chat's stores make use of. */
export interface Query {
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
}

interface Partition {
  readonly keys: (string | number)[];
  readonly items: Item[];
}

/** `pk = :a`, with `AND sk < :b`, or <=, >, >= instead, or `AND begins_with(sk, :b)`; names may be placeholders. */
const CONDITION = /^\S+ = (:\w+)(?: AND (?:\S+ (<=?|>=?) (:\w+)|begins_with\(\S+, (:\w+)\)))?$/;

/** A table with a partition key of strings and a sort key of strings or numbers, in memory. */
export class MemoryTable {
  private readonly partitions = new Map<string, Partition>();

  constructor(
    private readonly partitionKey: string,
    private readonly sortKey: string,
  ) {}

  /**
   * @param isNew whether it may not be there yet
   * @returns whether it was stored
   */
  put(item: Item, isNew = false): boolean {
    const { keys, items } = this.partition(item[this.partitionKey]?.S ?? '');
    const key = keyOf(item[this.sortKey]);
    const index = firstFrom(keys, key);
    const exists = keys[index] === key;
    if (exists && isNew) return false;
    keys.splice(index, exists ? 1 : 0, key);
    items.splice(index, exists ? 1 : 0, item);
    return true;
  }

  get(key: Item): Item | undefined {
    const { keys, items } = this.partition(key[this.partitionKey]?.S ?? '');
    const index = firstFrom(keys, keyOf(key[this.sortKey]));
    return keys[index] === keyOf(key[this.sortKey]) ? items[index] : undefined;
  }

  delete(key: Item): void {
    const { keys, items } = this.partition(key[this.partitionKey]?.S ?? '');
    const index = firstFrom(keys, keyOf(key[this.sortKey]));
    if (keys[index] !== keyOf(key[this.sortKey])) return;
    keys.splice(index, 1);
    items.splice(index, 1);
  }

  /** @throws Error where the condition is one that it does not know */
  query({ KeyConditionExpression = '', ExpressionAttributeValues = {}, ScanIndexForward, Limit }: Query): {
    readonly Items: readonly Item[];
    readonly LastEvaluatedKey?: Item;
  } {
    const [matched, partition = '', operator, bound = '', prefix = ''] = CONDITION.exec(KeyConditionExpression) ?? [];
    if (matched === undefined)
      throw new Error(`a condition that the store of the benchmark does not know: ${KeyConditionExpression}`);
    const { keys, items } = this.partition(ExpressionAttributeValues[partition]?.S ?? '');
    let [from, to] = [0, keys.length];
    if (operator !== undefined) {
      const key = keyOf(ExpressionAttributeValues[bound]);
      const below = firstFrom(keys, key);
      const upTo = keys[below] === key ? below + 1 : below;
      if (operator.startsWith('<')) to = operator === '<' ? below : upTo;
      else from = operator === '>' ? upTo : below;
    }
    const begin = ExpressionAttributeValues[prefix]?.S;
    if (begin !== undefined) {
      from = firstFrom(keys, begin);
      to = from;
      while (String(keys[to] ?? '').startsWith(begin)) to++;
    }
    const most = Limit ?? to - from;
    const isCut = to - from > most;
    const found =
      ScanIndexForward === false
        ? items.slice(Math.max(from, to - most), to).reverse()
        : items.slice(from, Math.min(to, from + most));
    return { Items: found, ...(isCut && { LastEvaluatedKey: found.at(-1) ?? {} }) };
  }

  private partition(name: string): Partition {
    const there = this.partitions.get(name) ?? { keys: [], items: [] };
    this.partitions.set(name, there);
    return there;
  }
}

const keyOf = (value: Value | undefined): string | number =>
  value?.N === undefined ? (value?.S ?? '') : Number(value.N);

/** Index of the first key that is not below. */
function firstFrom(keys: readonly (string | number)[], key: string | number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
