import type { InterfaceOwner, NetworkModel } from './model';
import { formatPorts, type ProtocolPorts } from './questions';

/** Sources that reach a destination alike. */
export interface Flow extends ProtocolPorts {
  /** Ids of interfaces, or `internet`; sorted. */
  readonly sources: readonly string[];
  /** Id of an interface, a load balancer, an endpoint or a Lattice service, or `internet`, or a translated address. */
  readonly destination: string;
}

/** The same flows in as few as possible: neighbouring ports as one range, then all sources of the same range together. */
export function fold(flows: readonly Flow[]): readonly Flow[] {
  const single = flows.flatMap((flow) => flow.sources.map((source) => ({ ...flow, source })));
  const ranges: ((typeof single)[number] & ProtocolPorts)[] = [];
  const order = (flow: (typeof single)[number]) => [flow.destination, flow.protocol, flow.source].join(' ');
  const groups = new Map<string, (typeof single)[number][]>();
  for (const flow of single) groups.set(order(flow), [...(groups.get(order(flow)) ?? []), flow]);
  for (const group of groups.values()) ranges.push(...neighboursJoined(group));
  const together = new Map<string, Flow & { readonly sources: string[] }>();
  for (const { source, destination, protocol, ports } of ranges) {
    const key = `${destination} ${formatPorts({ protocol, ...(ports && { ports }) })}`;
    const known = together.get(key);
    if (known) known.sources.push(source);
    else together.set(key, { sources: [source], destination, protocol, ...(ports && { ports }) });
  }
  return [...together.values()].map((flow) => ({ ...flow, sources: [...new Set(flow.sources)].sort() }));
}

function neighboursJoined<F extends ProtocolPorts>(flows: readonly F[]): readonly F[] {
  const sorted = [...flows].sort((one, other) => (one.ports?.from ?? 0) - (other.ports?.from ?? 0));
  const joined: F[] = [];
  for (const flow of sorted) {
    const last = joined.at(-1);
    if (last?.ports && flow.ports && flow.ports.from <= last.ports.to + 1) {
      joined[joined.length - 1] = {
        ...last,
        ports: { from: last.ports.from, to: Math.max(last.ports.to, flow.ports.to) },
      };
    } else if (!last || flow.ports) {
      joined.push(flow);
    }
  }
  return joined;
}

/** What a person calls a component: its owner's or its own name, or else its id. */
export function namer({ networkInterfaces, ...rest }: NetworkModel): (id: string) => string {
  const names = new Map<string, string>();
  const components = Object.values(rest).flat() as readonly { readonly id: string; readonly name?: string }[];
  for (const { id, name } of components) if (name !== undefined) names.set(id, name);
  for (const { id, name, owner } of networkInterfaces) names.set(id, name ?? names.get(owner.id) ?? id);
  return (id) => names.get(id) ?? id;
}

/** Calls components together: the interfaces of one owner as one where none is missing, any other by its name. */
export function grouper(model: NetworkModel): (ids: readonly string[]) => readonly string[] {
  const nameOf = namer(model);
  const owners = new Map<string, { readonly owner: InterfaceOwner; readonly members: string[] }>();
  const keyOf = new Map<string, string>();
  for (const { id, owner } of model.networkInterfaces) {
    const key = `${owner.kind} ${owner.id}`;
    const known = owners.get(key);
    if (known) known.members.push(id);
    else owners.set(key, { owner, members: [id] });
    keyOf.set(id, key);
  }
  const labels = new Map(
    [...owners].map(([key, { owner, members }]) => {
      return [key, sharedPath(members.map(nameOf)) ?? `${owner.kind} ${nameOf(owner.id)}`] as const;
    }),
  );
  return (ids) => {
    const given = new Set(ids);
    const called = ids.map((id) => {
      const key = keyOf.get(id) ?? '';
      const members = owners.get(key)?.members ?? [];
      return members.length > 1 && members.every((member) => given.has(member)) ? (labels.get(key) ?? id) : nameOf(id);
    });
    return [...new Set(called)].sort();
  };
}

/** What the names of all have in common: templates name each interface of a service by its subnet. */
function sharedPath(names: readonly string[]): string | undefined {
  const [first = [], ...others] = names.map((name) => name.split('/'));
  const length = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return length > 0 ? first.slice(0, length).join('/') : undefined;
}
