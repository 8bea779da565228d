import { type IdleCost, type PriceList, readPriceList } from '../cost';
import { table } from './blocks';
import { docsFrom } from './page-language';
import type { Language } from './questions';
import { words } from './words';

/** Two digits of cents, such as `USD 0.50`. */
export const dollars = (amount: number): string => `USD ${amount.toFixed(2)}`;

/** What options add to a monthly cost at least and at most, in US dollars. */
export interface Added {
  readonly least: number;
  readonly most: number;
}

/** The line that an answer opens with. */
export function idleCostLine(
  stackNames: readonly string[],
  { monthly }: IdleCost,
  added: Added | undefined,
  language: Language = 'en',
  { date, region }: PriceList = readPriceList(),
): string {
  return words[language].idleCost({
    monthly: dollars(monthly),
    stackNames,
    added: addedText(added, language),
    region,
    date,
    costJson: `${docsFrom[language]}cost.json`,
  });
}

/** Part of a sentence; empty where there are no options. */
export function addedText(added: Added | undefined, language: Language): string {
  return added === undefined ? '' : words[language].added(dollars(added.least), dollars(added.most));
}

/** What the sum is made of. @throws UntranslatedError where a unit has no name in the language */
export function idleCostTable({ items }: IdleCost, language: Language = 'en'): string {
  const { costHead, unit, free } = words[language];
  const rows = items.map(({ price, resources, units, monthly }) => {
    const count = (number: number): string => number.toLocaleString('en-US', { maximumFractionDigits: 8 });
    return [
      `${resources} × \`${price.resourceType}\``,
      `${count(units)} × ${unit(price.unit)}`,
      `[USD ${count(price.price)}](${price.source})${price.freeUnits === 0 ? '' : `, ${free(count(price.freeUnits))}`}`,
      dollars(monthly),
    ];
  });
  return table(costHead, rows);
}
