import type { NetworkModel } from '../../reachability/model';

/**
 * A network without some components, and without whatever cannot be without them: a subnet goes with its VPC, a route with
 * its target.
 *
 * @returns nothing where one that has to stay would go too
 */
export function pruned(
  model: NetworkModel,
  ids: readonly string[],
  stay: ReadonlySet<string>,
): NetworkModel | undefined {
  const gone = new Set(ids);
  let rest: Readonly<Record<string, readonly { readonly id: string }[]>> = { ...model };
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    rest = Object.fromEntries(
      Object.entries(rest).map(([list, items]) => [
        list,
        items.flatMap((item) => {
          const left = gone.has(item.id) ? undefined : without(item, gone);
          if (left === undefined) gone.add(item.id);
          return left === undefined ? [] : [left as { readonly id: string }];
        }),
      ]),
    );
  }
  return [...stay].some((id) => gone.has(id)) ? undefined : (rest as unknown as NetworkModel);
}

/** Elements of lists go alone; anything else takes along what it is a property of. */
function without(value: unknown, gone: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return gone.has(value) ? undefined : value;
  if (Array.isArray(value)) return value.map((one) => without(one, gone)).filter((left) => left !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, without(one, gone)] as const);
  return entries.some(([, left]) => left === undefined) ? undefined : Object.fromEntries(entries);
}
