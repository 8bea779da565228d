import { namer } from '../flow';
import type { NetworkModel } from '../model';
import { isOfTemplate } from '../names';

/** Names for where there is little room: construct paths without their stack, unless two things were then called alike. */
export function shortNames(model: NetworkModel): (id: string) => string {
  const nameOf = namer(model);
  const short = (id: string): string => {
    const name = nameOf(id);
    return isOfTemplate(id, name) ? name.slice(name.indexOf('/') + 1) : name;
  };
  const whole = new Map<string, Set<string>>();
  for (const { id } of Object.values(model).flat() as readonly { readonly id: string }[]) {
    const known = whole.get(short(id));
    if (known) known.add(nameOf(id));
    else whole.set(short(id), new Set([nameOf(id)]));
  }
  return (id) => ((whole.get(short(id))?.size ?? 0) > 1 ? nameOf(id) : short(id));
}
