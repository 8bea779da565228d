import { namer } from './flow';
import type { NetworkModel } from './model';

/** How people are told of components. */
export interface Names {
  /** The name of a component with its id, or what it has of both. */
  readonly labelled: (id: string) => string;
  /** A text in which every id of a component that has a name is replaced by that. */
  readonly told: (text: string) => string;
}

/**
 * Names of a model. An id that a template gives says what the name, a construct path, says better: it is left out.
 *
 * @param short what to call a component instead of by its whole name
 */
export function names(model: NetworkModel, short?: (id: string) => string): Names {
  const nameOf = namer(model);
  const labelled = (id: string): string => {
    const name = nameOf(id);
    const called = short?.(id) ?? name;
    return name === id || isOfTemplate(id, name) ? called : `${called} (${id})`;
  };
  // An id may contain nearly anything, and ends neither with a colon nor with a full stop.
  const told = (text: string) => text.replace(/[\w./:@+=-]*[\w/]/g, (word) => labelled(word));
  return { labelled, told };
}

/** Whether an id is made of a stack and a logical id, and the name is the construct path of it. */
export function isOfTemplate(id: string, name: string): boolean {
  return name.includes('/') && id.startsWith(`${name.slice(0, name.indexOf('/'))}.`);
}
