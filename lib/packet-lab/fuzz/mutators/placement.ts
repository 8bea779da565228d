import { edit, type Mutator } from '../mutation';

/** Changes to subnets, interfaces and gateways. */
export const placementMutators: Readonly<Record<string, Mutator>> = {
  'another route table': (model, dice) => {
    const subnet = dice.pick(model.subnets);
    const table = subnet && dice.pick(model.routeTables.filter(({ vpcId }) => vpcId === subnet.vpcId));
    return (
      table && edit('subnets', subnet, `${subnet.id} has ${table.id}`, (one) => ({ ...one, routeTableId: table.id }))
    );
  },
  'another zone': (model, dice) => {
    const subnet = dice.pick(model.subnets);
    const other = subnet && dice.pick(model.subnets.filter((one) => one.availabilityZone !== subnet.availabilityZone));
    const availabilityZone = other?.availabilityZone ?? `${subnet?.availabilityZone ?? ''}-other`;
    const name = `${subnet?.id ?? ''} is in ${availabilityZone}`;
    return subnet && edit('subnets', subnet, name, (one) => ({ ...one, availabilityZone }));
  },
  'source/destination check': (model, dice) => {
    const own = dice.pick(model.networkInterfaces.filter(({ owner }) => owner.kind === 'instance'));
    return (
      own &&
      edit('networkInterfaces', own, `${own.id}: source/destination check the other way`, (one) => ({
        ...one,
        sourceDestCheck: !one.sourceDestCheck,
      }))
    );
  },
  'no public address': (model, dice) => {
    const isPublic = ({ publicIp }: { readonly publicIp?: string }) => publicIp !== undefined;
    const own = dice.pick(model.networkInterfaces.filter(({ addresses }) => addresses.some(isPublic)));
    return (
      own &&
      edit('networkInterfaces', own, `${own.id} without public addresses`, (one) => ({
        ...one,
        addresses: one.addresses.map(({ privateIp }) => ({ privateIp })),
      }))
    );
  },
  'connectivity of a NAT gateway': (model, dice) => {
    const gateway = dice.pick(model.natGateways);
    const connectivityType = gateway?.connectivityType === 'public' ? 'private' : 'public';
    const name = `${gateway?.id ?? ''} is ${connectivityType}`;
    const own = model.networkInterfaces.find(({ id }) => id === gateway?.networkInterfaceId);
    // A public one has an Elastic IP address.
    if (own?.addresses.every(({ publicIp }) => publicIp === undefined) === true) return undefined;
    return gateway && edit('natGateways', gateway, name, (one) => ({ ...one, connectivityType }));
  },
  'detach an internet gateway': (model, dice) => {
    const gateway = dice.pick(model.internetGateways.filter(({ vpcId }) => vpcId !== undefined));
    const name = `${gateway?.id ?? ''} is detached`;
    return gateway && edit('internetGateways', gateway, name, ({ vpcId: _, ...one }) => one);
  },
};
