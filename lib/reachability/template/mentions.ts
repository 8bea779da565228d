import type { Component, NetworkModel } from '../model';

/** The model in which whatever refers to something that is not modelled counts as touched by it. */
export function withMentions(model: NetworkModel): NetworkModel {
  if (model.notModelled.length === 0) return model;
  const mentioning = mentionsIn(model);
  return {
    ...model,
    notModelled: model.notModelled.map((entry) =>
      // Touching nothing in particular means touching everything.
      entry.touches.length === 0
        ? entry
        : { ...entry, touches: [...new Set([...entry.touches, ...(mentioning.get(entry.id) ?? [])])] },
    ),
  };
}

/** Ids of the components that hold a string. */
function mentionsIn({ notModelled: _, ...lists }: NetworkModel): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const walk = (value: unknown, id: string): void => {
    if (typeof value === 'string') found.set(value, (found.get(value) ?? new Set()).add(id));
    else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) walk(item, id);
  };
  for (const list of Object.values(lists) as (readonly Component[])[]) {
    for (const component of list) walk(component, component.id);
  }
  return found;
}
