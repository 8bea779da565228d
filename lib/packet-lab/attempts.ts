import type { NetworkModel } from '../reachability/model';
import { INTERNET } from '../reachability/questions';
import { inRotation, spread } from './compile/rotation';
import type { Lab } from './lab';
import { CLIENT_PORTS, type LabAddress, type LabHost, type LabListener } from './plan';
import { portRanges } from './port-ranges';
import type { Probe } from './probe';
import type { Connection } from './runtime/agent';

/** One connection of those that a probe consists of. */
export interface Attempt {
  readonly address: string;
  /** What is sent. @default - nothing, as nobody would answer */
  readonly connection?: Connection;
  /** Who should answer. @default - anybody */
  readonly answerers?: readonly string[];
  /** Whether the way works only if this one does; of an address without anything in rotation it does not matter. */
  readonly counts: boolean;
  /** Numbers of the drop points of the health checks behind an address without anything in rotation. */
  readonly lost: readonly number[];
}

/** What has to work: all that counts of one way. */
export interface Attempts {
  readonly ways: readonly (readonly Attempt[])[];
  /** Why there is no way. */
  readonly nothing?: string;
}

/** Makes out of a probe the connections to be tried: to every address, target, and range of client ports. */
export function attempts({ plan, rotation }: Lab, model: NetworkModel): (probe: Probe) => Attempts {
  const hosts = new Map(plan.hosts.map((host) => [host.id, host]));
  const entrances = new Map(plan.entrances.map((entrance) => [entrance.component, entrance]));
  const balancers = new Map(plan.balancers.map((balancer) => [balancer.id, balancer]));
  const vpcs = new Map(model.networkInterfaces.map(({ id, vpcId }) => [id, vpcId]));
  const ranges = portRanges(plan.clientPorts, CLIENT_PORTS);

  const toAddress = (sender: Sender, probe: Probe, { ip, balancerId }: LabAddress): Omit<Attempt, 'answerers'>[] => {
    const { protocol, port = 0 } = probe;
    const balancer = balancerId === undefined ? undefined : balancers.get(balancerId);
    const listeners = balancer?.listeners.filter((one) => one.protocol === protocol && one.port === port) ?? [];
    const targets = listeners.flatMap((listener) => inRotation(listener, rotation.healthy)).length;
    // The name of a load balancer no longer gives the address away, that of an endpoint before it does.
    const isOwn = 'componentId' in probe.to && probe.to.componentId === balancer?.component;
    const [counts, modulus] = [balancer === undefined || targets > 0 || !isOwn, spread(targets)];
    const lost = targets > 0 ? [] : listeners.flatMap(({ targets: all }) => lostOf(rotation.failed, all));
    if (listeners.length > 0 && !counts) return [{ address: ip, counts, lost }];
    return ranges.flatMap(({ from, to }) =>
      Array.from({ length: Math.min(modulus, to - from + 1) }, (_, index) => {
        const residue = (from + index) % modulus;
        const connection = [sender.namespace, sender.ip, protocol, ip, port, from, to, modulus, residue] as const;
        return { address: ip, connection, counts, lost };
      }),
    );
  };

  /** Who may answer is whoever has the address, which with identical CIDRs are several. */
  const byAddress = (ip: string): { readonly address: LabAddress; readonly answerers?: readonly string[] } => {
    const ways = plan.entrances.flatMap((entrance) =>
      entrance.ways.filter((way) => way.addresses.some((one) => one.ip === ip)),
    );
    const known = ways.flatMap(({ addresses }) => addresses.filter((one) => one.ip === ip));
    const address = known.find(({ balancerId }) => balancerId !== undefined) ?? { ip };
    return { address, ...(ways.length > 0 && { answerers: ways.flatMap(({ answerers }) => answerers) }) };
  };

  return (probe) => {
    const { from, to } = probe;
    const host = hosts.get(from);
    if (!host?.client) return { ways: [], nothing: `${from} sends nothing` };
    const senders = sendersOf(host, probe);
    if ('ip' in to) {
      const { address, ...who } = byAddress(to.ip);
      return { ways: senders.map((sender) => toAddress(sender, probe, address).map((one) => ({ ...one, ...who }))) };
    }
    const place = vpcs.get(from) ?? INTERNET;
    const usable = (entrances.get(to.componentId)?.ways ?? []).filter((way) => way.from?.includes(place) ?? true);
    if (usable.length === 0) return { ways: [], nothing: `${to.componentId} has no address for ${from}` };
    const ways = senders.flatMap((sender) =>
      usable.map(({ addresses, answerers }) =>
        addresses.flatMap((address) => toAddress(sender, probe, address).map((attempt) => ({ ...attempt, answerers }))),
      ),
    );
    return { ways };
  };
}

interface Sender {
  readonly namespace: string;
  readonly ip: string;
}

/** An interface sends from its primary address; of the internet any host will do. */
function sendersOf({ id, namespace, addresses }: LabHost, { ip }: Probe): readonly Sender[] {
  const all = ip === undefined ? addresses : [ip];
  return (id === INTERNET ? all : all.slice(0, 1)).map((own) => ({ namespace, ip: own }));
}

function lostOf(failed: ReadonlyMap<string, readonly number[]>, targets: LabListener['targets']): readonly number[] {
  return targets.flatMap(({ id }) => failed.get(id) ?? []);
}
