/**
 * Joins equal reads: who asks while one is under way gets the next one, which begins after the question. So everyone
 * gets what was stored before they asked, and there is one read at a time however many ask.
 */
export class SharedRead<Result> {
  private running: Promise<Result> | undefined;
  private next: Promise<Result> | undefined;

  constructor(private readonly read: () => Promise<Result>) {}

  ask(): Promise<Result> {
    if (this.running === undefined) return this.start();
    this.next ??= this.running.then(
      () => this.start(),
      () => this.start(),
    );
    return this.next;
  }

  get isIdle(): boolean {
    return this.running === undefined && this.next === undefined;
  }

  private start(): Promise<Result> {
    this.next = undefined;
    const running = this.read().finally(() => {
      if (this.running === running) this.running = undefined;
    });
    this.running = running;
    return running;
  }
}
