/** Whoever asks this process is told what memory it takes, after what is not in use any more was collected. */
export function answerMemory(): void {
  process.on('message', () => {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ resident: rss, heap: heapUsed, external });
  });
}
