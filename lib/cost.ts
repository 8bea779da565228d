import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** Monthly price of one resource of a type while nothing happens. */
export interface UnitPrice {
  /** CloudFormation type. */
  readonly resourceType: string;
  /**
   * What the resource's properties have to be, by path, such as `ComputeConfig.Enabled`; null for one that is not there.
   *
   * @default - the price is that of every resource of the type
   */
  readonly where?: Readonly<Record<string, unknown>>;
  /**
   * Path of the property that multiplies the units: by its value where it is a number, by its length where it is a list.
   * In `Metrics.*.MetricStat` the list is that of the metrics that have it.
   */
  readonly times?: string;
  /** What multiplies them where the path leads nowhere. @default - the price is unknown then */
  readonly timesOtherwise?: number;
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
  readonly price: UnitPrice;
  readonly resources: number;
  readonly units: number;
  readonly monthly: number;
}

export interface IdleCost {
  /** US dollars a month, rounded to cents. */
  readonly monthly: number;
  readonly items: readonly CostItem[];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A template has a resource whose price nobody has looked up. */
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
 * @throws UnknownPriceError naming the type of every resource without a price
 */
export function idleCost(
  template: { readonly Resources: Readonly<Record<string, Resource>> },
  { prices, free }: PriceList = readPriceList(),
): IdleCost {
  const resources = Object.values(template.Resources);
  const paid = resources.filter(({ Type }) => !free.includes(Type));
  const unknown = paid.filter((resource) => !prices.some((price) => isPriceOf(price, resource)));
  if (unknown.length > 0) {
    const types = [...new Set(unknown.map(({ Type }) => Type))];
    throw new UnknownPriceError(`docs/cost.json has no price for ${types.join(', ')}`);
  }
  const items = prices
    .map((price) => {
      const priced = paid.filter((resource) => isPriceOf(price, resource));
      const units = priced.reduce((sum, resource) => sum + price.unitsPerResource * factor(price, resource), 0);
      const monthly = roundToCents(Math.max(0, units - price.freeUnits) * price.price);
      return { price, resources: priced.length, units, monthly };
    })
    .filter(({ resources: count }) => count > 0);
  return { monthly: roundToCents(items.reduce((sum, { monthly }) => sum + monthly, 0)), items };
}

function isPriceOf({ resourceType, where }: UnitPrice, { Type, Properties }: Resource): boolean {
  return (
    Type === resourceType &&
    Object.entries(where ?? {}).every(([property, value]) => isDeepStrictEqual(at(Properties, property) ?? null, value))
  );
}

function factor({ resourceType, times, timesOtherwise }: UnitPrice, { Properties }: Resource): number {
  if (times === undefined) return 1;
  const value = at(Properties, times);
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  if (value === undefined && timesOtherwise !== undefined) return timesOtherwise;
  throw new UnknownPriceError(
    `docs/cost.json multiplies ${resourceType} by ${times}, which is neither number nor list`,
  );
}

/** The value at a path such as `ScalingConfig.DesiredSize`; `*` stands for every item of a list. */
function at(value: unknown, path: string): unknown {
  const [name = '', ...rest] = path.split('.');
  if (path === '') return value;
  const next = rest.join('.');
  if (name === '*' && Array.isArray(value))
    return value.map((item) => at(item, next)).filter((one) => one !== undefined);
  return typeof value === 'object' && value !== null ? at(Reflect.get(value, name), next) : undefined;
}

const roundToCents = (amount: number): number => Math.round(amount * 100) / 100;
