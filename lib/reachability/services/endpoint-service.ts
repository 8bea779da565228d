import type { EndpointService, LoadBalancer, NetworkInterface, VpcEndpoint } from '../model';
import type { Network } from '../network';
import { admits } from './admits';
import type { Arrival, Onward } from './arrival';
import { byId, passed, type Step, steps, stopped, unjudged } from './result';

/**
 * An Interface endpoint of a service of one's own: to a Network Load Balancer of the service in the zone of the
 * endpoint's interface, whose targets see its address and not the client's.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
 */
export function toEndpointService(
  network: Network,
  arrival: Arrival,
  entrance: NetworkInterface,
  endpoint: VpcEndpoint,
): Onward {
  const service = byId(network.model.endpointServices, endpoint.endpointServiceId);
  if (!service) return steps(unjudged(endpoint.id, 'vpc-endpoint', `its service ${endpoint.endpointServiceId ?? ''}`));
  return steps(
    passed(service.id, 'endpoint-service', `by endpoint ${endpoint.id}`, arrival),
    accepted(service, endpoint),
    allowed(service, endpoint),
    sameRegion(service, endpoint),
    toLoadBalancers(network, arrival, entrance, service),
  );
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#accept-reject-connection-requests */
function accepted(service: EndpointService, endpoint: VpcEndpoint): Step {
  const isAccepted = service.acceptedEndpointIds.includes(endpoint.id);
  const waits = endpoint.state === 'pendingAcceptance' || service.acceptanceRequired;
  if (endpoint.state === 'rejected') {
    return stopped(endpoint.id, 'vpc-endpoint', 'the owner of the service rejected the endpoint', 'accept it');
  }
  if (isAccepted || !waits) return {};
  return stopped(
    service.id,
    'endpoint-service',
    `acceptance is required and ${endpoint.id} is pendingAcceptance`,
    `accept ${endpoint.id}`,
  );
}

/**
 * Whether the endpoint's account may create an endpoint of the service. The owner needs no permission.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions
 */
export function allowed(service: EndpointService, endpoint: VpcEndpoint): Step {
  const { account } = endpoint;
  if (account === undefined || service.account === undefined || account === service.account) return {};
  const principal = service.allowedPrincipals.find((candidate) => isOf(candidate, account));
  if (principal === undefined) {
    return stopped(
      service.permissionsId ?? service.id,
      'endpoint-service',
      `account ${account} is not among the allowed principals`,
      `allow the principal arn:aws:iam::${account}:root`,
    );
  }
  const everybody = service.allowedPrincipals.some((candidate) => isOf(candidate, account) && isWhole(candidate));
  return everybody ? {} : { warnings: [`${endpoint.id} has to be created by ${principal}`] };
}

function isOf(principal: string, account: string): boolean {
  return principal === '*' || principal === account || new RegExp(`^arn:[^:]*:iam::${account}:`).test(principal);
}

function isWhole(principal: string): boolean {
  return principal === '*' || /^\d{12}$/.test(principal) || principal.endsWith(':root');
}

function sameRegion(service: EndpointService, endpoint: VpcEndpoint): Step {
  if (service.region === undefined || endpoint.region === undefined || service.region === endpoint.region) return {};
  return unjudged(service.id, 'endpoint-service', `whether it supports endpoints of Region ${endpoint.region}`);
}

/** Of several load balancers in the zone any is taken, at random, so each has to work. */
function toLoadBalancers(
  network: Network,
  arrival: Arrival,
  entrance: NetworkInterface,
  service: EndpointService,
): Step {
  const { protocol, port } = arrival;
  if (protocol === 'icmp' || port === undefined) {
    return stopped(service.id, 'endpoint-service', `PrivateLink does not carry ${protocol}`, 'use tcp or udp');
  }
  const zone = zoneOf(network, entrance);
  const balancers = service.networkLoadBalancerIds.map((id) => byId(network.model.loadBalancers, id));
  const missing = service.networkLoadBalancerIds.filter((_id, index) => balancers[index]?.kind !== 'network');
  const known = balancers.filter((balancer) => balancer?.kind === 'network');
  const nodes = known.flatMap((balancer) => (balancer ? inZone(network, balancer, zone) : []));
  const unknown = missing.map((id) => unjudged(id, 'load-balancer', 'its kind, or what it is'));
  if (nodes.length === 0) return steps(...unknown, noZone(service, zone));
  const by = { privateLink: { endpointNetworkInterfaceId: entrance.id } };
  const groups = nodes.map(({ balancer, node }): Step => {
    const { blockers, ...filtered } = filter(network, arrival, balancer);
    const legs = [{ by, to: { componentId: node.id }, protocol, port }];
    return { ...filtered, legs: [{ component: service.id, needed: 'all', legs, ...(blockers && { blockers }) }] };
  });
  return steps(...unknown, ...groups);
}

/**
 * Consumers see only the zones that the service has; endpoints go by zone whatever the load balancer's cross-zone says,
 * which is about its targets.
 */
function noZone(service: EndpointService, zone: string | undefined): Step {
  return stopped(
    service.id,
    'endpoint-service',
    `the service does not support the Availability Zone ${zone ?? ''} of the endpoint's subnet`,
    `enable ${zone ?? 'the zone'} on a load balancer of the service`,
  );
}

function inZone(network: Network, balancer: LoadBalancer, zone: string | undefined) {
  return balancer.networkInterfaceIds
    .map((id) => byId(network.model.networkInterfaces, id))
    .filter((node) => node !== undefined)
    .filter((node) => zoneOf(network, node) === zone)
    .map((node) => ({ balancer, node }));
}

/**
 * The source is the client's private address and not the endpoint's.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function filter(network: Network, arrival: Arrival, balancer: LoadBalancer): Step {
  const { securityGroupIds, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforced } = balancer;
  return enforced && securityGroupIds ? admits(network, securityGroupIds, arrival, false) : {};
}

function zoneOf(network: Network, { subnetId }: NetworkInterface): string | undefined {
  return byId(network.model.subnets, subnetId)?.availabilityZone;
}
