import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Monthly price of one resource of a type while nothing happens. */
export interface UnitPrice {
  /** CloudFormation type. */
  readonly resourceType: string;
  /** What is paid for, such as `alarm`. */
  readonly unit: string;
  /** Units that one resource takes in a month. */
  readonly unitsPerResource: number;
  /** US dollars a unit. */
  readonly price: number;
  /** Units a month that AWS gives every account for ever; not the offers of the first year. */
  readonly freeUnits: number;
  readonly source: string;
  readonly note?: string;
}

/** docs/cost.json. */
export interface PriceList {
  /** The day on which the prices were looked up, `YYYY-MM-DD`. */
  readonly date: string;
  readonly region: string;
  readonly currency: 'USD';
  readonly prices: readonly UnitPrice[];
  /** CloudFormation types that cost nothing while nothing happens: they are paid by use, or not at all. */
  readonly free: readonly string[];
}

/** One line of the monthly idle cost. */
export interface CostItem {
  readonly resourceType: string;
  readonly resources: number;
  readonly monthly: number;
}

export interface IdleCost {
  /** US dollars a month, rounded to cents. */
  readonly monthly: number;
  readonly items: readonly CostItem[];
}

/** A template has a resource type whose price nobody has looked up. */
export class UnknownPriceError extends Error {
  override readonly name = 'UnknownPriceError';
}

/** Reads the checked-in prices. */
export function readPriceList(): PriceList {
  return JSON.parse(readFileSync(join(__dirname, '../docs/cost.json'), 'utf8')) as PriceList;
}

/**
 * What a stack costs a month while nothing happens, in an account that holds nothing else.
 *
 * @throws UnknownPriceError naming every resource type without a price
 */
export function idleCost(
  template: { readonly Resources: Readonly<Record<string, { readonly Type: string }>> },
  { prices, free }: PriceList = readPriceList(),
): IdleCost {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const known = new Set([...free, ...prices.map(({ resourceType }) => resourceType)]);
  const unknown = [...new Set(types.filter((type) => !known.has(type)))];
  if (unknown.length > 0) throw new UnknownPriceError(`docs/cost.json has no price for ${unknown.join(', ')}`);
  const items = prices
    .map(({ resourceType, unitsPerResource, freeUnits, price }) => {
      const resources = types.filter((type) => type === resourceType).length;
      const monthly = Math.max(0, resources * unitsPerResource - freeUnits) * price;
      return { resourceType, resources, monthly: roundToCents(monthly) };
    })
    .filter(({ resources }) => resources > 0);
  return { monthly: roundToCents(items.reduce((sum, { monthly }) => sum + monthly, 0)), items };
}

const roundToCents = (amount: number): number => Math.round(amount * 100) / 100;
