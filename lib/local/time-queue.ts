import type { Clock } from './clock';

interface Entry<Item> {
  readonly at: number;
  /** Counts what was added, so that what falls due together comes in the order in which it was added. */
  readonly order: number;
  readonly item: Item;
}

/** Items that fall due at a time: a binary heap with one timer, however many items it holds. */
export class TimeQueue<Item> {
  private readonly heap: Entry<Item>[] = [];
  private added = 0;
  private timer: unknown;
  private timerAt = Number.POSITIVE_INFINITY;

  /** @param onDue gets the items whose time has come, earliest first */
  constructor(
    private readonly clock: Clock,
    private readonly onDue: (items: readonly Item[]) => void,
  ) {}

  /** @param at milliseconds since 1970 */
  add(at: number, item: Item): void {
    let index = this.heap.push({ at, order: this.added++, item }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) break;
      this.swap(parent, index);
      index = parent;
    }
    this.arm();
  }

  private fire(): void {
    this.timerAt = Number.POSITIVE_INFINITY;
    const due: Item[] = [];
    while (this.heap.length > 0 && this.at(0) <= this.clock.now()) due.push(this.pop());
    this.arm();
    this.onDue(due);
  }

  private pop(): Item {
    this.swap(0, this.heap.length - 1);
    const last = this.heap.pop() as Entry<Item>;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const least = [left, left + 1].reduce((best, child) => (this.isBefore(child, best) ? child : best), index);
      if (least === index) return last.item;
      this.swap(index, least);
      index = least;
    }
  }

  private arm(): void {
    const next = this.at(0);
    if (next >= this.timerAt || next === Number.POSITIVE_INFINITY) return;
    this.clock.clearTimeout(this.timer);
    this.timerAt = next;
    this.timer = this.clock.setTimeout(() => this.fire(), Math.max(0, next - this.clock.now()));
  }

  private isBefore(left: number, right: number): boolean {
    const difference = this.at(left) - this.at(right);
    if (difference !== 0) return difference < 0;
    return (this.heap[left]?.order ?? Number.POSITIVE_INFINITY) < (this.heap[right]?.order ?? Number.POSITIVE_INFINITY);
  }

  private at(index: number): number {
    return this.heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  private swap(left: number, right: number): void {
    const [a, b] = [this.heap[left], this.heap[right]];
    if (!a || !b) return;
    this.heap[left] = b;
    this.heap[right] = a;
  }
}
