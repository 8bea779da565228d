import type { Listener } from '../../model';
import { type Building, componentOf, existing, type Family } from '../building';
import { addInterfaces, securityGroupIdsOf, vpcIdOf } from '../interfaces';
import { idOf, listOf, numberOf, objectOf, optionalAddressOf, optionalIdOf, optionalTextOf } from '../properties';
import type { Resource } from '../stack';
import type { Value, ValueObject } from '../value';
import { attributesOf } from './target-group';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** Network and Application Load Balancers with their listeners and rules. */
export const loadBalancerFamily: Family = {
  [LOAD_BALANCER]: { interfaces: addLoadBalancer },
  [LISTENER]: {
    links: ({ id, properties: { DefaultActions, LoadBalancerArn, Port, Protocol } }, { draft }) => {
      const loadBalancer = existing(draft.loadBalancers, idOf(LoadBalancerArn, 'LoadBalancerArn', LOAD_BALANCER));
      loadBalancer.listeners.push({
        id,
        protocols: protocolsOf(optionalTextOf(Protocol, 'Protocol') ?? 'HTTP'),
        port: numberOf(Port, 'Port'),
        targetGroupIds: targetGroupIdsOf(DefaultActions),
      });
    },
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    effects: ({ properties: { Actions, ListenerArn } }, { draft }) => {
      const listenerId = idOf(ListenerArn, 'ListenerArn', LISTENER);
      for (const { listeners } of draft.loadBalancers.values()) {
        addTargetGroups(listeners, listenerId, targetGroupIdsOf(Actions));
      }
    },
  },
};

/** Adds target groups to those of a listener, each once. */
export function addTargetGroups(listeners: Listener[], listenerId: string, ids: readonly string[]): void {
  const at = listeners.findIndex(({ id }) => id === listenerId);
  const listener = listeners[at];
  if (listener) listeners[at] = { ...listener, targetGroupIds: [...new Set([...listener.targetGroupIds, ...ids])] };
}

function addLoadBalancer(resource: Resource, building: Building): void {
  const { LoadBalancerAttributes, Scheme, SecurityGroups, SubnetMappings, Subnets, Type } = resource.properties;
  const { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic } = resource.properties;
  const type = optionalTextOf(Type, 'Type') ?? 'application';
  const kind = type === 'network' || type === 'application' ? type : 'unknown';
  const scheme = optionalTextOf(Scheme, 'Scheme') === 'internal' ? 'internal' : 'internet-facing';
  const mappings: readonly ValueObject[] =
    Subnets === undefined
      ? listOf(SubnetMappings, 'SubnetMappings').map((mapping) => objectOf(mapping, 'SubnetMappings'))
      : listOf(Subnets, 'Subnets').map((SubnetId) => ({ SubnetId }));
  const subnetIds = mappings.map(({ SubnetId }) => idOf(SubnetId, 'Subnets', 'AWS::EC2::Subnet'));
  const vpcId = vpcIdOf(building, subnetIds);
  // A Network Load Balancer without groups lets everything in; others then have the VPC's default group.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  const open = kind !== 'application' && listOf(SecurityGroups, 'SecurityGroups').length === 0;
  const securityGroupIds = open ? undefined : securityGroupIdsOf(building, SecurityGroups, vpcId);
  const enforced = optionalTextOf(
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
    'EnforceSecurityGroupInboundRules',
  );
  const attributes = attributesOf(LoadBalancerAttributes, 'LoadBalancerAttributes');
  const networkInterfaceIds = addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds: securityGroupIds ?? [],
    owner: { kind: 'load-balancer', id: resource.id },
    sourceDestCheck: false,
    privateIp: (index) => optionalAddressOf(mappings[index]?.PrivateIPv4Address, 'PrivateIPv4Address'),
    publicIp: (index) => (scheme === 'internal' ? undefined : publicIp(building, mappings[index]?.AllocationId)),
  });
  building.draft.loadBalancers.set(resource.id, {
    ...componentOf(resource),
    kind,
    scheme,
    vpcId,
    networkInterfaceIds: [...networkInterfaceIds],
    securityGroupIds,
    crossZone: kind === 'application' || attributes.get('load_balancing.cross_zone.enabled') === 'true',
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforced !== 'off',
    listeners: [],
  });
}

function publicIp({ addresses, elasticIps }: Building, allocation: Value): string {
  const eip = typeof allocation === 'string' ? undefined : optionalIdOf(allocation, 'AllocationId', 'AWS::EC2::EIP');
  return elasticIps.get(eip ?? '') ?? addresses.publicIp();
}

function protocolsOf(protocol: string): Listener['protocols'] {
  if (protocol === 'TCP_UDP' || protocol === 'TCP_QUIC') return ['tcp', 'udp'];
  return protocol === 'UDP' || protocol === 'QUIC' ? ['udp'] : ['tcp'];
}

/** Target groups of forward actions; others need none. */
function targetGroupIdsOf(actions: Value): readonly string[] {
  return listOf(actions, 'actions').flatMap((item) => {
    const { ForwardConfig, TargetGroupArn } = objectOf(item, 'an action');
    const tuples = listOf(objectOf(ForwardConfig, 'ForwardConfig').TargetGroups, 'TargetGroups');
    const arns = [TargetGroupArn, ...tuples.map((tuple) => objectOf(tuple, 'TargetGroups').TargetGroupArn)];
    return [...new Set(arns.flatMap((arn) => optionalIdOf(arn, 'TargetGroupArn', TARGET_GROUP) ?? []))];
  });
}
