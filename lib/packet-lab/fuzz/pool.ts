/**
 * Does something with each of many, several at a time.
 *
 * @returns the results in the order of the items
 */
export async function pooled<T, R>(
  items: readonly T[],
  atOnce: number,
  use: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index] as T;
      results[index] = await use(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
