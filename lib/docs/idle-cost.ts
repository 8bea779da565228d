import { type IdleCost, type PriceList, readPriceList } from '../cost';
import { table } from './blocks';

/** Two digits of cents, such as `USD 0.50`. */
export const dollars = (amount: number): string => `USD ${amount.toFixed(2)}`;

/** The line that an answer opens with. */
export function idleCostLine(
  stackNames: readonly string[],
  { monthly }: IdleCost,
  more = '',
  { date, region }: PriceList = readPriceList(),
): string {
  const stacks = `${stackNames.length > 1 ? 'stacks' : 'stack'} ${stackNames.map((name) => `\`${name}\``).join(' and ')}`;
  return (
    `> Idle cost: **${dollars(monthly)} a month** for the ${stacks} as checked in${more}, computed from the ` +
    `${stackNames.length > 1 ? 'templates' : 'template'} and the prices of ${region} on ${date} in [cost.json](cost.json).`
  );
}

/** What the sum is made of. */
export function idleCostTable({ items }: IdleCost): string {
  const rows = items.map(({ price, resources, units, monthly }) => {
    const count = (number: number): string => number.toLocaleString('en-US', { maximumFractionDigits: 8 });
    const free = price.freeUnits === 0 ? '' : `, the first ${count(price.freeUnits)} free`;
    return [
      `${resources} × \`${price.resourceType}\``,
      `${count(units)} × ${price.unit}`,
      `[USD ${count(price.price)}](${price.source})${free}`,
      dollars(monthly),
    ];
  });
  return table(['resources', 'units a month', 'price of a unit', 'a month'], rows);
}
