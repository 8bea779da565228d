/** A number, or a share such as `25%`. */
export type IntOrPercent = number | string;

/**
 * How many that is of a total.
 *
 * @throws RangeError for what is neither a number nor a share
 */
export function quantity(value: IntOrPercent, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const [, share] = /^(\d+)%$/.exec(value) ?? [];
  if (share === undefined) throw new RangeError(`a number or a share such as 25%, got: ${JSON.stringify(value)}`);
  const exact = (Number(share) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
