import { CIDR, IP, readAddress, readRange } from './endpoint/address';
import { componentsOf, type Named } from './endpoint/components';
import { distanceOf } from './endpoint/path';
import { unknown } from './endpoint/unknown';
import { InputError } from './input-error';
import { contains, formatAddress, isPublicAddress, parseAddress, parseCidr } from './ipv4';
import type { NetworkInterface } from './model';
import type { Network } from './network';
import type { Destination, Source } from './verdict';
import { isWorkload } from './workload';

/** What a person calls everything outside. */
const INTERNET = 'internet';

/**
 * Who sends, by what a person calls it: `internet`; an address, also the public or the translated one of an interface;
 * a CIDR, VPC, subnet or security group, for all workloads in it; an id, ARN, name or last part of a path of an
 * interface, instance, service, cluster. An instance sends by its primary interface.
 *
 * @throws InputError where nothing is called so, where it opens no connections, or where several interfaces have the
 * address; then `<VPC>/<address>` chooses
 */
export function sources(network: Network, text: string): readonly Source[] {
  if (text.toLowerCase() === INTERNET) return [INTERNET];
  if (IP.test(text)) return [sourceByAddress(network, text)];
  const inVpc = addressInVpc(network, text);
  if (inVpc) return [inVpc];
  const senders = primaryOnly(named(network, text, 'source').interfaces);
  if (senders.length > 0) return senders.map(({ id }) => ({ networkInterfaceId: id }));
  const { doors } = named(network, text, 'destination');
  throw doors.length > 0 ? new InputError(`${text} opens no connections of its own`) : unknown(network, text);
}

/**
 * Who has to answer, by what a person calls it: as with sources, and also load balancers, endpoints, Lattice services
 * and endpoint services by ids, names and DNS names. An address stays one, as the network decides who answers.
 *
 * @throws InputError where nothing is called so
 */
export function destinations(network: Network, text: string): readonly Destination[] {
  if (text.toLowerCase() === INTERNET) return [INTERNET];
  if (IP.test(text)) return [{ ip: formatAddress(readAddress(text)) }];
  const inVpc = addressInVpc(network, text);
  if (inVpc) return [{ componentId: inVpc.networkInterfaceId }];
  const { interfaces, doors } = named(network, text, 'destination');
  const ids = [...doors, ...interfaces.map(({ id }) => id)];
  if (ids.length > 0) return ids.map((componentId) => ({ componentId }));
  throw unknown(network, text);
}

function named(network: Network, text: string, role: 'source' | 'destination'): Named {
  if (!CIDR.test(text)) return componentsOf(network, text, role);
  const range = readRange(text);
  const interfaces = network.model.networkInterfaces.filter(
    (one) => isWorkload(one) && one.addresses.some(({ privateIp }) => contains(range, parseAddress(privateIp))),
  );
  if (interfaces.length === 0) throw new InputError(`no workload has an address in ${text}`);
  return { interfaces, doors: [] };
}

function sourceByAddress(network: Network, text: string): Source {
  const address = readAddress(text);
  const ip = formatAddress(address);
  const [candidate, ...others] = network.addresses.interfacesByAddress.get(address) ?? [];
  if (candidate && others.length === 0) return { networkInterfaceId: candidate.id, ip };
  if (candidate) {
    const ids = [candidate, ...others].map(({ id, vpcId }) => `${id} in ${vpcId}`).join(', ');
    throw new InputError(`${text} is the address of several interfaces: ${ids}; name one by id or as <VPC>/${text}`);
  }
  const known = network.addresses.publicAddresses.get(address);
  if (known) return { networkInterfaceId: known.networkInterface.id, ip: formatAddress(known.privateIp) };
  const translated = beforeNat(network, address);
  if (translated) return translated;
  if (isPublicAddress(address)) return INTERNET;
  throw new InputError(`no interface has the address ${text}`);
}

/** Who has the address on a transit gateway whose attachment translates one to one. */
function beforeNat(network: Network, address: number): Source | undefined {
  for (const { resource, natRules } of network.model.transitGatewayAttachments) {
    if (resource.kind !== 'vpc') continue;
    for (const { matchSourceCidr, natCidr } of natRules) {
      const [inside, outside] = [parseCidr(matchSourceCidr), parseCidr(natCidr)];
      if (!contains(outside, address)) continue;
      const own = inside.first + (address - outside.first);
      const networkInterface = network.interfaceIn(resource.vpcId, own);
      if (networkInterface) return { networkInterfaceId: networkInterface.id, ip: formatAddress(own) };
    }
  }
  return undefined;
}

/** `<VPC>/<address>`, where several VPCs have the address. */
function addressInVpc(network: Network, text: string): Exclude<Source, 'internet'> | undefined {
  const slash = text.lastIndexOf('/');
  const [vpcName, ip] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash < 1 || !IP.test(ip)) return undefined;
  const distances = network.model.vpcs.map((vpc) => ({ vpc, distance: distanceOf([vpc.id, vpc.name], vpcName) }));
  const nearest = Math.min(...distances.map(({ distance }) => distance));
  const [vpc, ...others] = distances
    .filter(({ distance }) => distance === nearest && distance < Infinity)
    .map((one) => one.vpc);
  if (!vpc || others.length > 0) throw new InputError(`${vpcName} is ${vpc ? 'several VPCs' : 'no VPC'}`);
  const networkInterface = network.interfaceIn(vpc.id, readAddress(ip));
  if (!networkInterface) throw new InputError(`no interface of ${vpcName} has the address ${ip}`);
  return { networkInterfaceId: networkInterface.id, ip };
}

/** Of an instance the first interface, as the readers put its primary one first; of anything else all. */
function primaryOnly(interfaces: readonly NetworkInterface[]): readonly NetworkInterface[] {
  const instances = new Set<string>();
  return interfaces.filter(({ owner }) => {
    if (owner.kind !== 'instance') return true;
    const first = !instances.has(owner.id);
    instances.add(owner.id);
    return first;
  });
}
