import type { Proof, Verdict } from '../../proof/claim';
import { decide, isReachableFromHost } from '../../reachability/decide';
import { difference } from '../../reachability/difference';
import { emptyModel } from '../../reachability/empty-model';
import { exposed } from '../../reachability/exposed';
import { formatAddress, parseCidr } from '../../reachability/ipv4';
import type { NetworkInterface } from '../../reachability/model';
import { Network } from '../../reachability/network';
import { formatPorts, INTERNET } from '../../reachability/questions';
import { isWorkload } from '../../reachability/workload';
import { membersOf, type PartyName, partyNamer, partyOf } from '../parties';
import { type Variant, variants } from '../variants';

/** Who may call the API server, beside its own other interfaces. */
const CALLERS: readonly PartyName[] = ['bastion', 'nodes', 'kubectl'];
const HTTPS = 443;
const SSH = 22;

/** The bastion reaches the API server; nobody else but nodes and the function of kubectl does; the internet nothing. */
export const prove: Proof = async ({ assembly, progress }) => judge(variants(assembly, progress));

/** The same of some configs. */
export function judge(all: readonly Variant[]): Verdict {
  const problems = all.flatMap((variant) =>
    [...callers(variant.network), ...fromInternet(variant.network), ...ofBastion(variant.network)].map(
      (problem) => `${variant.name}: ${problem}`,
    ),
  );
  return {
    holds: problems.length === 0,
    figures: {
      configs: all.length,
      'bastion to the API server, tcp 443': all.map(({ network }) => bastionToApi(network)).join(', '),
      'others that reach it': 'nodes and the function of kubectl, tcp 443',
      'SSH from': all.map(sshText).join('; '),
    },
    notes: problems,
  };
}

function bastionToApi(network: Network): string {
  const [bastion] = membersOf(network, 'bastion');
  const verdicts = membersOf(network, 'control plane').map(({ id }) =>
    bastion === undefined
      ? 'no bastion'
      : decide(network, {
          from: { networkInterfaceId: bastion.id },
          to: { componentId: id },
          protocol: 'tcp',
          port: HTTPS,
        }).verdict,
  );
  return [...new Set(verdicts)].join(' and ') || 'no API server';
}

function callers(network: Network): readonly string[] {
  const nameOf = partyNamer(network);
  const isOwn = (id: string): boolean => {
    const one = network.networkInterfaces.get(id);
    return one !== undefined && partyOf(one) === 'control plane';
  };
  const flows = membersOf(network, 'control plane').flatMap(({ id }) => exposed(network, id).direct);
  const found = flows.flatMap((flow) =>
    flow.sources.filter((id) => !isOwn(id)).map((id) => `${nameOf(id)}, ${formatPorts(flow)}`),
  );
  const allowed = CALLERS.map((caller) => `${caller}, tcp ${HTTPS}`);
  return [
    ...(bastionToApi(network) === 'reachable' ? [] : ['the bastion does not reach the API server']),
    ...allowed.filter((one) => !found.includes(one)).map((one) => `cannot call the API server: ${one}`),
    ...[...new Set(found)].filter((one) => !allowed.includes(one)).map((one) => `reaches the API server too: ${one}`),
  ];
}

/** The bastion connects by HTTPS, to whatever it likes, and not otherwise. */
function ofBastion(network: Network): readonly string[] {
  const bastions = new Set(membersOf(network, 'bastion').map(({ id }) => id));
  return difference(new Network(emptyModel), network).opened.flatMap((flow) => {
    const isHttps = formatPorts(flow) === `tcp ${HTTPS}`;
    if (isHttps || !flow.sources.some((id) => bastions.has(id) && id !== flow.destination)) return [];
    return [`the bastion reaches ${partyNamer(network)(flow.destination)}, ${formatPorts(flow)}`];
  });
}

/** The internet reaches nothing, but the bastion's SSH from the CIDRs that its security group names. */
function fromInternet(network: Network): readonly string[] {
  const nameOf = partyNamer(network);
  const hosts = network.model.networkInterfaces.filter(isWorkload);
  const flows = hosts.flatMap(({ id }) => {
    const { direct, throughDoors } = exposed(network, id);
    return [...direct, ...throughDoors]
      .filter(({ sources }) => sources.includes(INTERNET))
      .map((flow) => ({ id, flow }));
  });
  const isSsh = (text: string): boolean => text === `bastion, tcp ${SSH}`;
  const texts = flows.map(({ id, flow }) => `${nameOf(id)}, ${formatPorts(flow)}`);
  return [
    ...texts.filter((text) => !isSsh(text)).map((text) => `the internet reaches ${text}`),
    ...membersOf(network, 'bastion').flatMap((bastion) => neighbours(network, bastion)),
  ];
}

/** The first and the last address of a CIDR that SSH is open to get through, those beside it and any other do not. */
function neighbours(network: Network, bastion: NetworkInterface): readonly string[] {
  const to = { componentId: bastion.id };
  const isOpen = (address: number): boolean =>
    isReachableFromHost(network, formatAddress(address), { to, protocol: 'tcp', port: SSH });
  return sshCidrs(network).flatMap((cidr) => {
    const { first, last, prefixLength } = parseCidr(cidr);
    return [
      ...[first, last].filter((one) => !isOpen(one)).map((one) => `${formatAddress(one)} of ${cidr} has no SSH`),
      ...[first - 1, last + 1, network.internetHost]
        .filter(isOpen)
        .map((one) => `${formatAddress(one)} has SSH, beside ${cidr}`),
      ...(prefixLength < 24 ? [`SSH is open to ${cidr}, which is more than an office`] : []),
    ];
  });
}

/** CIDRs from which the bastion's security group takes SSH. */
function sshCidrs(network: Network): readonly string[] {
  const groups = membersOf(network, 'bastion').flatMap(({ securityGroupIds }) => securityGroupIds);
  return groups
    .flatMap((id) => network.securityGroups.get(id)?.ingress ?? [])
    .flatMap(({ peer, ports }) =>
      'cidr' in peer && (!ports || (ports.from <= SSH && ports.to >= SSH)) ? [peer.cidr] : [],
    );
}

const sshText = ({ name, network }: Variant): string => `${name}: ${sshCidrs(network).join(', ') || 'nobody'}`;
