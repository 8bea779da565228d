import type { NetworkModel, PolicyDocument } from '../../../reachability/model';
import { edit, type Mutator, pickIndex, without } from '../mutation';

/** Changes to endpoints, endpoint services, VPC Lattice and resource shares. */
export const serviceMutators: Readonly<Record<string, Mutator>> = {
  'state of an endpoint': (model, dice) => {
    const endpoint = dice.pick(model.vpcEndpoints);
    const state = dice.pick(['available', 'pendingAcceptance', 'rejected'] as const) ?? 'rejected';
    return endpoint && edit('vpcEndpoints', endpoint, `${endpoint.id} is ${state}`, (one) => ({ ...one, state }));
  },
  'acceptance of an endpoint service': (model, dice) => {
    const service = dice.pick(model.endpointServices);
    const accepted = dice.number(0, 1) === 1 ? model.vpcEndpoints.map(({ id }) => id) : [];
    const name = `${service?.id ?? ''} requires acceptance, ${accepted.length} accepted`;
    return (
      service &&
      edit('endpointServices', service, name, (one) => ({
        ...one,
        acceptanceRequired: true,
        acceptedEndpointIds: accepted,
      }))
    );
  },
  'principals of an endpoint service': (model, dice) => {
    const service = dice.pick(model.endpointServices);
    const allowedPrincipals = dice.pick([[], ['*'], ['arn:aws:iam::999999999999:root']]) ?? [];
    const name = `${service?.id ?? ''} allows ${allowedPrincipals.join() || 'nobody'}`;
    return service && edit('endpointServices', service, name, (one) => ({ ...one, allowedPrincipals }));
  },
  'drop a zone of an endpoint': (model, dice) => {
    const endpoint = dice.pick(model.vpcEndpoints.filter(({ networkInterfaceIds }) => networkInterfaceIds.length > 1));
    const dropped = dice.pick(endpoint?.networkInterfaceIds ?? []);
    if (!endpoint || dropped === undefined) return undefined;
    return {
      name: `${endpoint.id} without ${dropped}`,
      component: endpoint.id,
      apply: (before) => ({
        ...before,
        networkInterfaces: before.networkInterfaces.filter(({ id }) => id !== dropped),
        vpcEndpoints: before.vpcEndpoints.map((one) =>
          one.id === endpoint.id
            ? { ...one, networkInterfaceIds: one.networkInterfaceIds.filter((id) => id !== dropped) }
            : one,
        ),
      }),
    };
  },
  'ports of a resource configuration': (model, dice) => {
    const configuration = dice.pick(model.resourceConfigurations);
    const port = dice.pick([22, 80, 443, 8080]) ?? 80;
    const ports = [{ from: port, to: port }];
    const name = `${configuration?.id ?? ''} on port ${port}`;
    return configuration && edit('resourceConfigurations', configuration, name, (one) => ({ ...one, ports }));
  },
  'security groups of a resource gateway': (model, dice) => {
    const gateway = dice.pick(model.resourceGateways);
    const group = dice.pick(model.securityGroups.filter(({ vpcId }) => vpcId === gateway?.vpcId));
    if (!gateway || !group) return undefined;
    return {
      name: `${gateway.id} is in ${group.id}`,
      component: gateway.id,
      apply: (before) => ({
        ...before,
        resourceGateways: before.resourceGateways.map((one) =>
          one.id === gateway.id ? { ...one, securityGroupIds: [group.id] } : one,
        ),
        networkInterfaces: before.networkInterfaces.map((one) =>
          gateway.networkInterfaceIds.includes(one.id) ? { ...one, securityGroupIds: [group.id] } : one,
        ),
      }),
    };
  },
  'groups of a VPC association': (model, dice) => {
    const association = dice.pick(model.serviceNetworkVpcAssociations);
    const groups = model.securityGroups.filter(({ vpcId }) => vpcId === association?.vpcId);
    const group = dice.pick([undefined, ...groups]);
    const name = `${association?.id ?? ''} admits ${group?.id ?? 'everybody'}`;
    return (
      association &&
      edit('serviceNetworkVpcAssociations', association, name, (one) => ({
        ...one,
        securityGroupIds: group ? [group.id] : [],
      }))
    );
  },
  'remove a VPC association': (model, dice) => {
    const association = dice.pick(model.serviceNetworkVpcAssociations);
    const remove = () => undefined;
    return association && edit('serviceNetworkVpcAssociations', association, `remove ${association.id}`, remove);
  },
  'remove a service association': (model, dice) => {
    const network = dice.pick(model.serviceNetworks.filter((one) => one.serviceAssociations.length > 0));
    const index = network && pickIndex(dice, network.serviceAssociations);
    if (!network || index === undefined) return undefined;
    return edit('serviceNetworks', network, `remove service association ${index} of ${network.id}`, (one) => ({
      ...one,
      serviceAssociations: without(one.serviceAssociations, index),
    }));
  },
  'remove a resource association': (model, dice) => {
    const network = dice.pick(model.serviceNetworks.filter((one) => one.resourceAssociations.length > 0));
    const index = network && pickIndex(dice, network.resourceAssociations);
    if (!network || index === undefined) return undefined;
    return edit('serviceNetworks', network, `remove resource association ${index} of ${network.id}`, (one) => ({
      ...one,
      resourceAssociations: without(one.resourceAssociations, index),
    }));
  },
  'auth policy of a service network': (model, dice) => {
    const network = dice.pick(model.serviceNetworks);
    const authPolicy = dice.pick(policies(model));
    const name = `${network?.id ?? ''}: auth policy ${JSON.stringify(authPolicy?.Statement)}`;
    return (
      network &&
      authPolicy &&
      edit('serviceNetworks', network, name, (one) => ({ ...one, authType: 'AWS_IAM', authPolicy }))
    );
  },
  'auth policy of a service': (model, dice) => {
    const service = dice.pick(model.latticeServices);
    const authPolicy = dice.pick(policies(model));
    const name = `${service?.id ?? ''}: auth policy ${JSON.stringify(authPolicy?.Statement)}`;
    return (
      service &&
      authPolicy &&
      edit('latticeServices', service, name, (one) => ({ ...one, authType: 'AWS_IAM', authPolicy }))
    );
  },
  'principals of a resource share': (model, dice) => {
    const share = dice.pick(model.resourceShares);
    const name = `${share?.id ?? ''} with nobody`;
    return share && edit('resourceShares', share, name, (one) => ({ ...one, principals: [] }));
  },
};

/** What a caller that signs nothing can be told apart by: the VPC that it is in. */
function policies({ vpcs }: NetworkModel): readonly PolicyDocument[] {
  const all = { Principal: '*', Action: 'vpc-lattice-svcs:Invoke', Resource: '*' };
  const from = (id: string) => ({ StringEquals: { 'vpc-lattice-svcs:SourceVpc': id } });
  return [
    { Statement: [{ Effect: 'Allow', ...all }] },
    ...vpcs.flatMap(({ id }) => [
      { Statement: [{ Effect: 'Allow', ...all, Condition: from(id) }] },
      {
        Statement: [
          { Effect: 'Allow', ...all },
          { Effect: 'Deny', ...all, Condition: from(id) },
        ],
      },
    ]),
  ];
}
