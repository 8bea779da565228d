import { contains, parseAddress, parseCidr } from '../../reachability/ipv4';
import type { NetworkAclEntry, NetworkModel, Route, SecurityGroupRule } from '../../reachability/model';

/** Verifiers with one rule of AWS switched off: each reads another network than the one that the packets cross. */
export const switchedOff: Readonly<Record<string, (model: NetworkModel) => NetworkModel>> = {
  'network ACLs track connections': (model) => withEntries(model, [client(false), client(true)]),
  'network ACLs let everything out': (model) =>
    withEntries(model, [{ ...everything, ruleNumber: 1, egress: true, action: 'allow' }]),
  'network ACL entries only allow': (model) => ({
    ...model,
    networkAcls: model.networkAcls.map((acl) => ({
      ...acl,
      entries: acl.entries.filter(({ action }) => action === 'allow'),
    })),
  }),
  'the way back needs no route': (model) => ({
    ...model,
    routeTables: model.routeTables.map((table) => ({ ...table, routes: [...table.routes, ...back(model, table)] })),
  }),
  'security group references mean everybody': (model) =>
    withRules(model, (rule) => ('securityGroupId' in rule.peer ? { ...rule, peer: { cidr: '0.0.0.0/0' } } : rule)),
  'security group references mean nobody': (model) =>
    withRules(model, (rule) => ('securityGroupId' in rule.peer ? undefined : rule)),
  'security groups let everything out': (model) => ({
    ...model,
    securityGroups: model.securityGroups.map((group) => ({
      ...group,
      egress: [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }],
    })),
  }),
  'every zone has an attachment': (model) => ({
    ...model,
    transitGatewayAttachments: model.transitGatewayAttachments.map((attachment) => {
      const { resource } = attachment;
      if (resource.kind !== 'vpc') return attachment;
      const own = model.subnets.filter(({ vpcId }) => vpcId === resource.vpcId);
      const zoneOf = (id: string) => own.find((subnet) => subnet.id === id)?.availabilityZone;
      const zones = new Set(resource.subnetIds.map(zoneOf));
      const more = own.filter(({ availabilityZone }) => !zones.has(availabilityZone) && zones.add(availabilityZone));
      return {
        ...attachment,
        resource: { ...resource, subnetIds: [...resource.subnetIds, ...more.map(({ id }) => id)] },
      };
    }),
  }),
  'blackholes lead somewhere': (model) => ({
    ...model,
    routeTables: model.routeTables.map((table) => ({
      ...table,
      routes: table.routes.map((route) => ({ ...route, state: 'active' })),
    })),
  }),
  'every attachment is associated': (model) => ({
    ...model,
    transitGatewayAttachments: model.transitGatewayAttachments.map((attachment) => {
      const { transitGatewayId, routeTableId } = attachment;
      const table = model.transitGatewayRouteTables.find((one) => one.transitGatewayId === transitGatewayId);
      return table && routeTableId === undefined ? { ...attachment, routeTableId: table.id } : attachment;
    }),
  }),
  'load balancers serve all zones': (model) => ({
    ...model,
    loadBalancers: model.loadBalancers.map((balancer) => ({ ...balancer, crossZone: true })),
    targetGroups: model.targetGroups.map(({ crossZone: _, ...group }) => group),
  }),
  'targets see the load balancer': (model) => ({
    ...model,
    targetGroups: model.targetGroups.map((group) => ({ ...group, preserveClientIp: false })),
  }),
  'health checks ask the port of the target': (model) => ({
    ...model,
    targetGroups: model.targetGroups.map(({ healthCheckPort: _, ...group }) => group),
  }),
  'endpoints need no acceptance': (model) => ({
    ...model,
    vpcEndpoints: model.vpcEndpoints.map((endpoint) => ({ ...endpoint, state: 'available' })),
    endpointServices: model.endpointServices.map((service) => ({ ...service, acceptanceRequired: false })),
  }),
  'peering needs no acceptance': (model) => ({
    ...model,
    vpcPeeringConnections: model.vpcPeeringConnections.map((peering) => ({ ...peering, status: 'active' })),
  }),
  'auth policies allow': (model) => ({
    ...model,
    serviceNetworks: model.serviceNetworks.map((network) => ({ ...network, authType: 'NONE' })),
    latticeServices: model.latticeServices.map((service) => ({ ...service, authType: 'NONE' })),
  }),
};

const everything = { protocol: '-1', cidr: '0.0.0.0/0' } as const;

/** What a stateful filter would let back in or out. */
const client = (egress: boolean): NetworkAclEntry => ({
  ruleNumber: 1,
  egress,
  action: 'allow',
  protocol: 'tcp',
  cidr: '0.0.0.0/0',
  ports: { from: 32_768, to: 60_999 },
});

function withEntries(model: NetworkModel, more: readonly NetworkAclEntry[]): NetworkModel {
  const isMore = ({ ruleNumber, egress }: NetworkAclEntry) =>
    more.some((one) => one.ruleNumber === ruleNumber && one.egress === egress);
  return {
    ...model,
    networkAcls: model.networkAcls.map((acl) => ({
      ...acl,
      entries: [...more, ...acl.entries.filter((entry) => !isMore(entry))],
    })),
  };
}

function withRules(
  model: NetworkModel,
  change: (rule: SecurityGroupRule) => SecurityGroupRule | undefined,
): NetworkModel {
  const changed = (rules: readonly SecurityGroupRule[]) => rules.flatMap((rule) => change(rule) ?? []);
  return {
    ...model,
    securityGroups: model.securityGroups.map((group) => ({
      ...group,
      ingress: changed(group.ingress),
      egress: changed(group.egress),
    })),
  };
}

/** A route to each VPC that the table's own shares a transit gateway or a peering connection with. */
function back(model: NetworkModel, { vpcId, routes }: NetworkModel['routeTables'][number]): readonly Route[] {
  const leads = (address: number) =>
    routes.some(({ destination, state }) => {
      return typeof destination === 'string' && state === 'active' && contains(parseCidr(destination), address);
    });
  const ofVpc = (id: string, target: Route['target']): readonly Route[] =>
    (model.vpcs.find((vpc) => vpc.id === id)?.cidrBlocks ?? [])
      .filter((destination) => !leads(parseAddress(destination.split('/')[0] ?? '')))
      .map((destination) => ({ destination, target, origin: 'static', state: 'active' }));
  const peers = model.vpcPeeringConnections.flatMap(({ id, requesterVpcId, accepterVpcId }) => {
    const pair = [requesterVpcId, accepterVpcId];
    const other = pair.find((one) => one !== vpcId) ?? vpcId;
    return pair.includes(vpcId) ? ofVpc(other, { kind: 'vpc-peering-connection', id }) : [];
  });
  const attached = model.transitGatewayAttachments.flatMap(({ transitGatewayId, resource }) =>
    resource.kind === 'vpc' ? [{ transitGatewayId, vpcId: resource.vpcId }] : [],
  );
  const gateways = attached.filter((one) => one.vpcId === vpcId).map(({ transitGatewayId }) => transitGatewayId);
  const others = attached
    .filter((one) => one.vpcId !== vpcId && gateways.includes(one.transitGatewayId))
    .flatMap((one) => ofVpc(one.vpcId, { kind: 'transit-gateway', id: one.transitGatewayId }));
  return [...peers, ...others];
}
