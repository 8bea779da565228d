import { contains, parseAddress, parseCidr } from '../ipv4';
import type { SecurityGroup, SecurityGroupRule } from '../model';
import type { Network } from '../network';
import type { Arrival } from './arrival';
import { byId, type Step, steps, stopped, unjudged } from './result';

/**
 * Whether security groups that sit on no interface, but on a service, let the client in. Only addresses count where
 * `references` is false, as the client's security groups mean nothing in another VPC.
 */
export function admits(network: Network, groupIds: readonly string[], arrival: Arrival, references: boolean): Step {
  const groups = groupIds.map((id) => byId(network.model.securityGroups, id));
  const answers = groups.map((group) => (group ? judge(network, group, arrival, references) : 'unknown'));
  if (answers.includes('yes')) return {};
  const unknown = answers.indexOf('unknown');
  const { client, protocol, port } = arrival;
  const ports = port === undefined ? protocol : `${protocol} ${port}`;
  const missing = stopped(
    groupIds[0] ?? '',
    'security-group',
    `no ingress rule allows ${ports} from ${client.ip}`,
    `add an ingress rule that allows ${ports} from ${client.ip}`,
  );
  if (unknown < 0) return missing;
  const reason = 'holds a list of addresses that the input does not hold';
  return steps(missing, unjudged(groupIds[unknown] ?? '', 'security-group', reason));
}

type Answer = 'yes' | 'no' | 'unknown';

function judge(network: Network, group: SecurityGroup, arrival: Arrival, references: boolean): Answer {
  const answers = group.ingress
    .filter((rule) => matchesPort(rule, arrival))
    .map((rule) => matchesPeer(network, rule, arrival, references));
  return answers.find((answer) => answer === 'yes') ?? answers.find((answer) => answer === 'unknown') ?? 'no';
}

function matchesPort({ protocol, ports }: SecurityGroupRule, arrival: Arrival): boolean {
  if (protocol === '-1') return true;
  if (protocol !== arrival.protocol) return false;
  return ports === undefined || arrival.port === undefined || (ports.from <= arrival.port && arrival.port <= ports.to);
}

function matchesPeer(network: Network, { peer }: SecurityGroupRule, { client }: Arrival, references: boolean): Answer {
  if ('cidr' in peer) return contains(parseCidr(peer.cidr), parseAddress(client.ip)) ? 'yes' : 'no';
  if ('securityGroupId' in peer) {
    if (!references) return 'no';
    const groups = byId(network.model.networkInterfaces, client.networkInterfaceId)?.securityGroupIds ?? [];
    return groups.includes(peer.securityGroupId) ? 'yes' : 'no';
  }
  const { prefixListId } = peer;
  const address = parseAddress(client.ip);
  if (network.prefixLists.ranges(prefixListId)?.some((range) => contains(range, address))) return 'yes';
  return network.mayHold(prefixListId, address) ? 'unknown' : 'no';
}
