/** Both ends belong to it. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Ranges in which no network ACL changes its mind.
 *
 * @param edges ports; it may change its mind between two of them that are neighbours
 * @param all what is divided
 */
export function portRanges(edges: readonly number[], { from: first, to: last }: PortRange): readonly PortRange[] {
  const known = new Set(edges);
  const starts = [...known].filter((port) => port > first && port <= last && known.has(port - 1));
  const sorted = [first, ...starts.sort((one, other) => one - other)];
  return sorted.map((from, index) => ({ from, to: (sorted[index + 1] ?? last + 1) - 1 }));
}
