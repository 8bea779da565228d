/** Somebody who sends messages, of whatever kind. */
export interface Sender {
  /** Sends one message; what becomes of it is another matter. */
  send(): void;
}

/** Each sends a message in every interval of so many milliseconds, not all at the same time. @returns stops it */
export function startLoad(senders: readonly Sender[], milliseconds: number): () => void {
  const timers = new Set<NodeJS.Timeout>();
  for (const [index, sender] of senders.entries()) {
    const first = setTimeout(
      () => {
        timers.delete(first);
        timers.add(setInterval(() => sender.send(), milliseconds));
      },
      (milliseconds * index) / senders.length,
    );
    timers.add(first);
  }
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
