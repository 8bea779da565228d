import type { NetworkInterface, NetworkModel, Subnet } from '../../reachability/model';
import type { LabPlan } from '../plan';
import { preserveClientIps } from './client-ip';
import { clientPorts, servicePorts } from './client-ports';
import { type Draft, emptyDraft, script, sysctlsOf } from './draft';
import { addEndpointInterface, type Entry } from './endpoint';
import { addEntrances } from './entrances';
import { addGatewayEndpoint } from './gateway-endpoint';
import { addHost } from './host';
import { addInternet, addInternetGateway, loseUnattached } from './internet';
import { addNode, type Node } from './load-balancer';
import { addNatGateway } from './nat-gateway';
import { type Network, networkOf } from './network';
import { addPeering } from './peering';
import { addResolver } from './resolver';
import { addGatewayInterface, type GatewayInterface } from './resource-gateway';
import { addRouter, type Router, type Zone } from './router';
import { addServicesBehind } from './services';
import { addTransitGateways } from './transit-gateway';
import { finishRouter } from './vpc';

/** What has to be made for a network to exist in Linux network namespaces. */
export function compile(model: NetworkModel): LabPlan {
  const draft = emptyDraft();
  const network = networkOf(model);
  const routers = new Map<string, Router>(model.vpcs.map((vpc) => [vpc.id, addRouter(draft, vpc)]));
  const zones = new Map<string, Zone>();
  const zoneOfSubnet = (subnet: Subnet): Zone => {
    const zone: Zone = zones.get(subnet.id) ?? { kind: 'subnet', subnet };
    zones.set(subnet.id, zone);
    return zone;
  };
  const places: Places = { nodes: [], entries: [], gateways: [] };
  for (const networkInterface of model.networkInterfaces) {
    const router = routers.get(networkInterface.vpcId);
    const subnet = network.subnets.get(networkInterface.subnetId);
    if (!router || !subnet) lostInterface(draft, networkInterface);
    else addInterface(draft, network, router, zoneOfSubnet(subnet), networkInterface, places);
  }
  preserveClientIps(draft, network, places.nodes);
  addServicesBehind(draft, network, routers, places.nodes, places.entries, places.gateways);
  for (const router of routers.values()) addResolver(draft, router);
  const internet = addInternet(draft, network);
  for (const { id, vpcId } of model.internetGateways) {
    const router = vpcId === undefined ? undefined : routers.get(vpcId);
    if (router) addInternetGateway(draft, network, internet, router, id);
  }
  loseUnattached(network, internet);
  for (const [index, connection] of model.vpcPeeringConnections.entries()) {
    addPeering(draft, routers, connection, index + 1);
  }
  for (const endpoint of model.vpcEndpoints) {
    if (endpoint.kind === 'Gateway') addGatewayEndpoint(draft, network, routers, endpoint);
  }
  addTransitGateways(draft, network, routers, zoneOfSubnet);
  for (const router of routers.values()) finishRouter(draft, network, router);
  addEntrances(draft, network);
  const { namespaces, ...rest } = draft;
  return {
    ...rest,
    namespaces: namespaces.map((namespace) => {
      const { name, component, type, ip } = namespace;
      return { name, component, type, sysctls: sysctlsOf(namespace), ip, nft: script(namespace) };
    }),
    clientPorts: clientPorts(model),
    servicePorts: servicePorts(model),
  };
}

// Interfaces that more is to be done for once all of them have their place.
interface Places {
  readonly nodes: Node[];
  readonly entries: Entry[];
  readonly gateways: GatewayInterface[];
}

function addInterface(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
  places: Places,
): void {
  switch (networkInterface.owner.kind) {
    case 'nat-gateway':
      addNatGateway(draft, network, router, zone, networkInterface);
      return;
    case 'transit-gateway-attachment':
      return;
    case 'load-balancer': {
      const node = addNode(draft, network, router, zone, networkInterface);
      if (node) places.nodes.push(node);
      return;
    }
    case 'vpc-endpoint': {
      const entry = addEndpointInterface(draft, network, router, zone, networkInterface);
      if (entry) places.entries.push(entry);
      return;
    }
    case 'resource-gateway':
      places.gateways.push(addGatewayInterface(draft, network, router, zone, networkInterface));
      return;
    case 'instance':
    case 'ecs-service':
    case 'eks-cluster':
    case 'eks-workload':
    case 'lambda-function':
    case 'database':
    case 'none':
      addHost(draft, network, router, zone, networkInterface);
      return;
  }
}

function lostInterface(draft: Draft, { id }: NetworkInterface): void {
  draft.notModelled.push({ component: id, reason: 'its VPC or subnet is not in the input', touches: [id] });
}
