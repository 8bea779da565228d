import { InputError } from '../input-error';
import { Ipv4SyntaxError } from '../ipv4';
import type { NetworkModel } from '../model';
import { type Answers, readAnswers } from './answers';
import { checked } from './check';
import { readForeignGateways, readInternetGateways, readNatGateways, readVpcPeeringConnections } from './gateways';
import { readLatticeServices, readServiceNetworks, readVpcAssociations } from './lattice';
import { readLatticeTargetGroups } from './lattice-target-groups';
import { readLoadBalancers } from './load-balancers';
import { readNetworkInterfaces } from './network-interfaces';
import { readResourceConfigurations, readResourceGateways, readResourceShares } from './resources';
import { readPrefixLists, readSecurityGroups } from './security-groups';
import { readTargetGroups } from './target-groups';
import { readTransitGateways } from './transit-gateways';
import { readUnseen } from './unseen';
import { readEndpointServices, readVpcEndpoints } from './vpc-endpoints';
import { readNetworkAcls, readRouteTables, readSubnets, readVpcs } from './vpcs';

/**
 * The network that a folder of answers of describe calls describes: `<Call>.json` in a folder for each Region, and that
 * in a folder for each account where there are several. A missing file means that there is none of it.
 *
 * @throws InputError
 */
export function readDescribe(folder: string): NetworkModel {
  const answers = readAnswers(folder);
  try {
    return checked(modelOf(answers));
  } catch (error) {
    // Whatever has not the form that AWS gives it, such as a text for a list.
    if (error instanceof TypeError) throw new InputError(`${folder} holds no answers of AWS: ${error.message}`);
    if (error instanceof InputError || error instanceof Ipv4SyntaxError) throw within(folder, error);
    throw error;
  }
}

/** Some messages name the file already. */
function within(folder: string, { message }: Error): InputError {
  return new InputError(message.startsWith(folder) ? message : `${folder}: ${message}`);
}

function modelOf(answers: Answers): NetworkModel {
  const vpcs = readVpcs(answers);
  const routeTables = readRouteTables(answers, vpcs);
  const interfaces = readNetworkInterfaces(answers);
  const loadBalancers = readLoadBalancers(answers, interfaces.networkInterfaces);
  const targetGroups = readTargetGroups(answers, new Set(interfaces.networkInterfaces.map(({ id }) => id)));
  const endpoints = readVpcEndpoints(answers);
  const transit = readTransitGateways(answers, { vpcs });
  const model: NetworkModel = {
    vpcs,
    subnets: readSubnets(answers, routeTables),
    routeTables,
    networkAcls: readNetworkAcls(answers),
    securityGroups: readSecurityGroups(answers),
    prefixLists: readPrefixLists(answers),
    networkInterfaces: interfaces.networkInterfaces,
    internetGateways: readInternetGateways(answers),
    natGateways: readNatGateways(answers),
    vpcPeeringConnections: readVpcPeeringConnections(answers),
    transitGateways: transit.transitGateways,
    transitGatewayAttachments: transit.transitGatewayAttachments,
    transitGatewayRouteTables: transit.transitGatewayRouteTables,
    loadBalancers,
    targetGroups: [...targetGroups.targetGroups, ...readLatticeTargetGroups(answers)],
    vpcEndpoints: endpoints.vpcEndpoints,
    endpointServices: readEndpointServices(answers),
    resourceGateways: readResourceGateways(answers, interfaces.networkInterfaces),
    resourceConfigurations: readResourceConfigurations(answers, loadBalancers),
    serviceNetworks: readServiceNetworks(answers),
    serviceNetworkVpcAssociations: readVpcAssociations(answers),
    latticeServices: readLatticeServices(answers),
    resourceShares: readResourceShares(answers),
    notModelled: [
      ...interfaces.notModelled,
      ...targetGroups.notModelled,
      ...endpoints.notModelled,
      ...transit.notModelled,
      ...readForeignGateways(answers),
    ],
  };
  return { ...model, notModelled: [...model.notModelled, ...readUnseen(model)] };
}
