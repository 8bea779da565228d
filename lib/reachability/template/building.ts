import type { Addresses } from './addresses';
import type { Draft } from './draft';
import type { Resource } from './stack';
import { isList, isObject, type Value } from './value';

/** A model while it is built. */
export interface Building {
  readonly draft: Draft;
  readonly addresses: Addresses;
  /** Those of types that may matter, by id, in the order of deployment. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Public addresses of AWS::EC2::EIP resources by id. */
  readonly elasticIps: ReadonlyMap<string, string>;
  /** Does something of a resource at the end of the stage. */
  later(resource: Resource, effect: () => void): void;
}

/**
 * Adds to the draft what a resource is or changes.
 *
 * @throws UnresolvedError when a property that it needs cannot be known
 */
export type Build = (resource: Resource, building: Building) => void;

/**
 * When a type is built: what it refers to must be there before.
 * - `network`: VPCs, transit gateways, prefix lists
 * - `parts`: what lies in them: subnets, tables, groups
 * - `interfaces`: everything that has addresses, in one order
 * - `links`: what belongs to one of the former: routes, rules, associations, listeners
 * - `effects`: what needs links: rules of listeners, registrations, propagation
 */
export const STAGES = ['network', 'parts', 'interfaces', 'links', 'effects'] as const;

/** How the resources of a family become components. */
export type Family = Readonly<Record<string, Partial<Readonly<Record<(typeof STAGES)[number], Build>>>>>;

/** Id, names, account and Region of what a resource makes. */
export function componentOf({ id, name, properties, stack: { account, region } }: Resource) {
  const tagName = nameTagOf(properties.Tags);
  return { id, name, account, region, ...(tagName !== undefined && tagName !== name && { tagName }) };
}

function nameTagOf(tags: Value): string | undefined {
  const tag = isList(tags) ? tags.find((one) => isObject(one) && one.Key === 'Name') : undefined;
  return isObject(tag) && typeof tag.Value === 'string' ? tag.Value : undefined;
}

/** Reports what cannot be judged; `touches` are ids of the components that a verdict may not rely on. */
export function reportNotModelled(
  { draft }: Building,
  { id, type }: Pick<Resource, 'id' | 'type'>,
  reason: string,
  touches: readonly string[],
): void {
  draft.notModelled.push({ id, type, reason, touches: [...new Set(touches)] });
}

/** A component of the draft. @throws Error where the reader itself is wrong or the component was not modelled */
export function existing<T>(components: ReadonlyMap<string, T>, id: string): T {
  const found = components.get(id);
  if (!found) throw new MissingComponentError(id);
  return found;
}

/** A component that another one needs was itself not modelled. */
export class MissingComponentError extends Error {
  override readonly name = 'MissingComponentError';
  readonly touches: readonly string[];

  constructor(id: string) {
    super(`${id} is not modelled`);
    this.touches = [id];
  }
}
