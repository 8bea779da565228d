import type { ServiceNetwork, ServiceNetworkVpcAssociation } from '../model';
import type { Network } from '../network';
import { admits } from './admits';
import type { Arrival, Onward } from './arrival';
import { toLatticeService } from './lattice';
import { toResource } from './resource-endpoint';
import { byId, passed, type Step, steps, stopped, unjudged } from './result';
import { associationsOf, type Offer, offer, offersIt } from './service-network';
import { sharedWith } from './sharing';

/**
 * By the association of the client's VPC with a service network. Its security groups say whom of the VPC it admits.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html
 */
export function byVpcAssociation(network: Network, arrival: Arrival, wanted: string): Onward {
  const vpcId = byId(network.model.networkInterfaces, arrival.client.networkInterfaceId)?.vpcId;
  const meant = offer(network, wanted);
  if (!meant) {
    const reason = 'nobody knows what it is';
    const change = 'read it too';
    return steps(stopped(wanted, 'lattice-service', reason, change), unjudged(wanted, 'lattice-service', reason));
  }
  if (vpcId === undefined) return steps(outside(wanted));
  const associations = associationsOf(network, vpcId);
  const chosen = associations.find(({ serviceNetwork }) => serviceNetwork && offersIt(serviceNetwork, wanted));
  const [first] = associations;
  const { association, serviceNetwork } = chosen ?? first ?? {};
  if (!association) return steps(notAssociated(network, vpcId, wanted));
  if (!serviceNetwork) {
    return steps(unjudged(association.serviceNetworkId, 'service-network', `whether it has ${wanted}`));
  }
  return steps(
    admitted(network, arrival, association, serviceNetwork),
    chosen ? {} : notOffered(serviceNetwork, wanted),
    through(network, arrival, serviceNetwork, meant, vpcId),
  );
}

/** From the service network to what is wanted of it. Its auth policy is not for resource configurations. */
export function through(
  network: Network,
  arrival: Arrival,
  serviceNetwork: ServiceNetwork,
  meant: Offer,
  vpcId: string,
): Step {
  const way = passed(serviceNetwork.id, 'service-network', `its authentication is ${serviceNetwork.authType}`, arrival);
  if (meant.kind === 'service') return steps(way, toLatticeService(network, arrival, serviceNetwork, meant.service));
  const { configuration } = meant;
  return steps(
    way,
    sharedWith(network, configuration, 'resource-configuration', serviceNetwork.account),
    toResource(network, arrival, configuration, vpcId),
  );
}

function admitted(
  network: Network,
  arrival: Arrival,
  association: ServiceNetworkVpcAssociation,
  serviceNetwork: ServiceNetwork,
): Step {
  const { id, vpcId, securityGroupIds } = association;
  return steps(
    passed(id, 'service-network-vpc-association', `${vpcId} with ${serviceNetwork.id}`, arrival),
    sharedWith(network, serviceNetwork, 'service-network', byId(network.model.vpcs, vpcId)?.account),
    securityGroupIds.length === 0 ? {} : admits(network, securityGroupIds, arrival, true),
  );
}

function notAssociated(network: Network, vpcId: string, wanted: string): Step {
  const offering = network.model.serviceNetworks.find((candidate) => offersIt(candidate, wanted));
  return stopped(
    vpcId,
    'vpc',
    'the VPC is associated with no service network',
    `associate it with ${offering?.id ?? `a service network that has ${wanted}`}`,
  );
}

function notOffered({ id }: ServiceNetwork, wanted: string): Step {
  return stopped(id, 'service-network', `${wanted} is not associated with the service network`, `associate ${wanted}`);
}

/** https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html */
function outside(wanted: string): Step {
  return stopped(
    wanted,
    'lattice-service',
    'clients outside of the VPCs of its service networks cannot reach it',
    'send from an associated VPC',
  );
}
