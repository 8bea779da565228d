/** A Firehose stream: hands each record on as it comes, where Amazon Data Firehose would buffer and write objects. */
export class DeliveryStream {
  /** Records so far. */
  count = 0;
  private readonly listeners: ((data: Buffer) => void)[] = [];

  constructor(readonly name: string) {}

  /** Calls `listener` for each record. */
  onRecord(listener: (data: Buffer) => void): void {
    this.listeners.push(listener);
  }

  put(data: Buffer): void {
    this.count++;
    for (const listener of this.listeners) listener(data);
  }
}
