import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PriceList, readPriceList, type UnitPrice } from '../cost';
import type { Fact, Facts } from './fact-comments';

/** A fact that is a price of docs/cost.json, or the sum of some. */
interface PricedFact {
  readonly what: string;
  readonly prices: readonly Pick<UnitPrice, 'resourceType' | 'unit'>[];
  /** Multiplies the sum, which is rounded to cents then: 730 for the hours of a month. @default 1 */
  readonly units?: number;
}

/** docs/facts.json. */
interface FactFile {
  readonly facts: Readonly<Record<string, Fact | PricedFact>>;
}

/** A fact refers to a price that docs/cost.json does not have, or has at several amounts. */
export class FactPriceError extends Error {
  override readonly name = 'FactPriceError';
}

/**
 * The facts of docs/facts.json, those that are prices with the amount, source, date and note of docs/cost.json.
 *
 * @throws FactPriceError
 */
export function readFacts(
  file: FactFile = JSON.parse(readFileSync(join(__dirname, '../../docs/facts.json'), 'utf8')) as FactFile,
  priceList: PriceList = readPriceList(),
): Facts {
  return Object.fromEntries(
    Object.entries(file.facts).map(([id, fact]) => [id, 'value' in fact ? fact : ofPrices(id, fact, priceList)]),
  );
}

function ofPrices(id: string, { what, prices, units = 1 }: PricedFact, { date, prices: list }: PriceList): Fact {
  const found = prices.map(({ resourceType, unit }) => {
    const same = list.filter((price) => price.resourceType === resourceType && price.unit === unit);
    const [first, ...others] = same;
    if (first === undefined || others.some(({ price }) => price !== first.price))
      throw new FactPriceError(`${id}: cost.json has ${same.length} prices of ${resourceType} for '${unit}'`);
    return first;
  });
  const [first] = found;
  if (first === undefined) throw new FactPriceError(`${id}: of no price`);
  const sum = found.reduce((total, { price }) => total + price, 0) * units;
  const notes = [...new Set(found.flatMap(({ note }) => note ?? []))];
  const value = amount(units === 1 ? sum : Math.round(sum * 100) / 100);
  return { value, what, source: first.source, checked: date, ...(notes.length > 0 ? { note: notes.join(' ') } : {}) };
}

/** As prices are written: `73`, `0.10`, `0.0225`. */
function amount(number: number): string {
  const digits = Number.isInteger(number) ? 0 : 2;
  return number.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: 8 });
}
