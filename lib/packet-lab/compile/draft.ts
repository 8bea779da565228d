import type { ComponentType } from '../../reachability/verdict';
import {
  type LabBalancer,
  type LabDropPoint,
  type LabEntrance,
  type LabGap,
  type LabHost,
  type LabLink,
  TABLE,
} from '../plan';

/** Who loses a packet, and why. */
export type Loser = Pick<LabDropPoint, 'component' | 'type' | 'reason' | 'ledBy'>;

/** A plan in the making. */
export interface Draft {
  readonly namespaces: DraftNamespace[];
  readonly links: LabLink[];
  readonly hosts: LabHost[];
  readonly entrances: LabEntrance[];
  readonly balancers: LabBalancer[];
  readonly dropPoints: LabDropPoint[];
  readonly notModelled: LabGap[];
}

/** A namespace in the making. */
export interface DraftNamespace {
  readonly name: string;
  readonly component: string;
  readonly type: ComponentType;
  readonly sysctls: string[];
  readonly ip: string[];
  /** Sets, maps and counters of its table. */
  readonly objects: string[];
  /** By name; the first line of a base chain is its hook. */
  readonly chains: Map<string, string[]>;
}

/** A draft with nothing in it. */
export function emptyDraft(): Draft {
  return { namespaces: [], links: [], hosts: [], entrances: [], balancers: [], dropPoints: [], notModelled: [] };
}

// Packets may come in by another device than the one that leads back, and nobody tells a host of a better way.
const commonSysctls = [
  'net.ipv4.conf.all.rp_filter=0',
  'net.ipv4.conf.default.rp_filter=0',
  'net.ipv4.conf.all.send_redirects=0',
  'net.ipv4.conf.default.send_redirects=0',
  'net.ipv4.conf.all.accept_redirects=0',
];

/** A new namespace `<letter><number>`, its loopback device up; a forwarding one for everything but hosts. */
export function addNamespace(
  draft: Draft,
  letter: string,
  of: { readonly component: string; readonly type: ComponentType },
  forwards: boolean,
): DraftNamespace {
  const namespace: DraftNamespace = {
    name: `${letter}${draft.namespaces.length + 1}`,
    component: of.component,
    type: of.type,
    sysctls: [...commonSysctls, `net.ipv4.ip_forward=${forwards ? 1 : 0}`],
    ip: ['link set lo up'],
    objects: [],
    chains: new Map(),
  };
  draft.namespaces.push(namespace);
  return namespace;
}

/**
 * The sysctls of a namespace. Whatever gives connections another source forgets those that have ended at once: of a range
 * of few ports each is soon wanted again.
 */
export function sysctlsOf({ sysctls, chains }: DraftNamespace): readonly string[] {
  const translates = [...chains.values()].some((rules) => rules.some((rule) => rule.includes('snat to')));
  const states = ['close', 'close_wait', 'fin_wait', 'last_ack', 'time_wait'];
  const forgets = states.map((state) => `net.netfilter.nf_conntrack_tcp_timeout_${state}=0`);
  return translates ? [...sysctls, ...forgets] : sysctls;
}

/** A veth pair between two namespaces; the devices are called as given, or after the namespace at the other end. */
export function connect(
  draft: Draft,
  one: { readonly namespace: DraftNamespace; readonly device?: string; readonly addresses?: readonly string[] },
  other: { readonly namespace: DraftNamespace; readonly device?: string; readonly addresses?: readonly string[] },
): { readonly one: string; readonly other: string } {
  const number = draft.links.length + 1;
  const mac = `02:00:00:${hex(number >>> 16)}:${hex((number >>> 8) & 255)}:${hex(number & 255)}`;
  const end = (own: typeof one, opposite: typeof one) => ({
    namespace: own.namespace.name,
    device: own.device ?? opposite.namespace.name,
    addresses: own.addresses ?? [],
  });
  const ends = [end(one, other), end(other, one)] as const;
  draft.links.push({ mac, ends });
  return { one: ends[0].device, other: ends[1].device };
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** The chain of that name, made with its first line (a hook) where there is none. */
export function chain(namespace: DraftNamespace, name: string, hook?: string): string[] {
  const found = namespace.chains.get(name);
  if (found) return found;
  const rules = hook === undefined ? [] : [hook];
  namespace.chains.set(name, rules);
  return rules;
}

/** What an nftables rule does with a packet that a component loses: it is counted, noted and dropped. */
export function lose(draft: Draft, namespace: DraftNamespace, by: Loser): string {
  const same = ({ namespace: name, component, reason }: LabDropPoint): boolean =>
    name === namespace.name && component === by.component && reason === by.reason;
  const known = draft.dropPoints.find(same);
  const number = known?.number ?? draft.dropPoints.length + 1;
  const counter = `d${number}`;
  if (!known) {
    draft.dropPoints.push({ number, namespace: namespace.name, counter, ...by });
    namespace.objects.push(`counter ${counter} { }`);
  }
  return `counter name "${counter}" meta mark set ${number} goto lost`;
}

// The size bounds what a long run may note; later losses are still counted.
const lost = [
  'map lost { type inet_proto . inet_service . inet_service : mark; flags dynamic; size 65536; }',
  'map lost_icmp { typeof icmp id : meta mark; flags dynamic; size 65536; }',
];
const lostRules = [
  'ip protocol icmp update @lost_icmp { icmp id : meta mark }',
  'ip protocol { tcp, udp } update @lost { ip protocol . th sport . th dport : meta mark }',
  'drop',
];

/** The script that makes the namespace's table; empty where it has no chains. */
export function script({ objects, chains }: DraftNamespace): string {
  if (chains.size === 0) return '';
  const body = [...chains, ['lost', lostRules] as const];
  const filled = body.map(([name, rules]) => `  chain ${name} {\n${rules.map((rule) => `    ${rule}\n`).join('')}  }`);
  return [`table ip ${TABLE} {`, ...[...lost, ...objects].map((line) => `  ${line}`), ...filled, '}', ''].join('\n');
}
