import { type AddressRange, contains, formatAddress, isPublicAddress, parseAddress, parseCidr } from './ipv4';
import type {
  Component,
  LoadBalancer,
  NatGateway,
  NetworkAclEntry,
  NetworkInterface,
  NetworkModel,
  Route,
  SecurityGroup,
  Subnet,
  TransitGatewayAttachment,
  TransitGatewayRoute,
} from './model';
import {
  type CompiledEntry,
  type CompiledRule,
  type CompiledTable,
  compileEntries,
  compileRouteTable,
  compileRule,
  compileTransitGatewayRouteTable,
} from './packet/tables';
import { type Refusal, refusals } from './refusals/refusals';
import { isLatticePrefixList, LATTICE_CIDR } from './services/lattice-range';

/** A model with everything looked up quickly. Build it once, ask it often; it never changes. */
export class Network {
  readonly model: NetworkModel;
  readonly vpcs;
  readonly subnets;
  readonly routeTables;
  readonly networkAcls;
  readonly securityGroups;
  readonly prefixLists;
  readonly networkInterfaces;
  readonly natGateways;
  readonly vpcPeeringConnections;
  readonly transitGateways;
  readonly transitGatewayAttachments;
  readonly transitGatewayRouteTables;
  readonly loadBalancers;
  readonly targetGroups;
  readonly vpcEndpoints;
  readonly endpointServices;
  /** Of a VPC: the parsed CIDRs. */
  readonly vpcRanges: ReadonlyMap<string, readonly AddressRange[]>;
  /** By private address: several where VPCs have identical CIDRs. */
  readonly interfacesByAddress: ReadonlyMap<number, readonly NetworkInterface[]>;
  /** By public address, with the private address behind it. */
  readonly publicAddresses: ReadonlyMap<
    number,
    { readonly networkInterface: NetworkInterface; readonly privateIp: number }
  >;
  /** Of an interface: its public address by its private one. */
  readonly publicByPrivate: ReadonlyMap<NetworkInterface, ReadonlyMap<number, number>>;
  readonly attachmentsByVpc;
  readonly peeringsByVpc;
  readonly internetGatewayByVpc;
  readonly natGatewaysByVpc;
  readonly gatewayEndpointsByVpc;
  /** Route tables of internet gateways. */
  readonly gatewayRouteTables;
  /** The address of an internet host that no rule of the network means in particular. */
  readonly internetHost: number;
  /** Results of connections that the network's own devices open, by their ends. */
  private readonly memory = new Map<string, unknown>();
  private readonly ownAddresses: ReadonlyMap<NetworkInterface, readonly number[]>;
  private readonly subnetsByAttachment = new Map<TransitGatewayAttachment, readonly Subnet[]>();
  private readonly routes = new Map<string, CompiledTable<Route>>();
  private readonly transitGatewayRoutes = new Map<string, CompiledTable<TransitGatewayRoute>>();
  private readonly rules = new Map<SecurityGroup['ingress'], readonly CompiledRule[]>();
  private readonly entries = new Map<string, readonly CompiledEntry[]>();
  private refused: ReadonlyMap<string, Refusal> | undefined;

  constructor(model: NetworkModel) {
    this.model = model;
    this.vpcs = byId(model.vpcs);
    this.subnets = byId(model.subnets);
    this.routeTables = byId(model.routeTables);
    this.networkAcls = byId(model.networkAcls);
    this.securityGroups = byId(model.securityGroups);
    this.prefixLists = byId(model.prefixLists);
    this.networkInterfaces = byId(model.networkInterfaces);
    this.natGateways = byId(model.natGateways);
    this.vpcPeeringConnections = byId(model.vpcPeeringConnections);
    this.transitGateways = byId(model.transitGateways);
    this.transitGatewayAttachments = byId(model.transitGatewayAttachments);
    this.transitGatewayRouteTables = byId(model.transitGatewayRouteTables);
    this.loadBalancers = byId(model.loadBalancers);
    this.targetGroups = byId(model.targetGroups);
    this.vpcEndpoints = byId(model.vpcEndpoints);
    this.endpointServices = byId(model.endpointServices);
    this.vpcRanges = new Map(model.vpcs.map(({ id, cidrBlocks }) => [id, cidrBlocks.map(parseCidr)]));
    this.interfacesByAddress = group(
      model.networkInterfaces.flatMap((each) => each.addresses.map((a) => [parseAddress(a.privateIp), each] as const)),
    );
    this.ownAddresses = new Map(
      model.networkInterfaces.map((each) => [each, each.addresses.map(({ privateIp }) => parseAddress(privateIp))]),
    );
    this.publicAddresses = new Map(
      model.networkInterfaces.flatMap((networkInterface) =>
        networkInterface.addresses.flatMap(({ privateIp, publicIp }) =>
          publicIp ? [[parseAddress(publicIp), { networkInterface, privateIp: parseAddress(privateIp) }] as const] : [],
        ),
      ),
    );
    this.publicByPrivate = new Map(
      model.networkInterfaces.map((each) => [
        each,
        new Map(
          each.addresses.flatMap(({ privateIp, publicIp }) =>
            publicIp ? [[parseAddress(privateIp), parseAddress(publicIp)] as const] : [],
          ),
        ),
      ]),
    );
    this.attachmentsByVpc = group(
      model.transitGatewayAttachments.flatMap((each) =>
        each.resource.kind === 'vpc' ? [[each.resource.vpcId, each] as const] : [],
      ),
    );
    this.peeringsByVpc = group(
      model.vpcPeeringConnections.flatMap((each) => [
        [each.requesterVpcId, each] as const,
        [each.accepterVpcId, each] as const,
      ]),
    );
    this.internetGatewayByVpc = new Map(
      model.internetGateways.flatMap((each) => (each.vpcId === undefined ? [] : [[each.vpcId, each] as const])),
    );
    this.natGatewaysByVpc = group<string, NatGateway>(model.natGateways.map((each) => [each.vpcId, each] as const));
    this.gatewayEndpointsByVpc = group(
      model.vpcEndpoints.flatMap((each) => (each.kind === 'Gateway' ? [[each.vpcId, each] as const] : [])),
    );
    this.gatewayRouteTables = new Map(
      model.routeTables.flatMap((table) => table.gatewayIds.map((gatewayId) => [gatewayId, table] as const)),
    );
    this.internetHost = this.findInternetHost();
  }

  /** Whether an address lies in the VPC's own CIDRs. */
  inVpc(vpcId: string, address: number): boolean {
    for (const range of this.vpcRanges.get(vpcId) ?? []) if (contains(range, address)) return true;
    return false;
  }

  /** The interface that has a private address in a VPC. */
  interfaceIn(vpcId: string, address: number): NetworkInterface | undefined {
    return this.interfacesByAddress.get(address)?.find((each) => each.vpcId === vpcId);
  }

  /** The private addresses of an interface, the primary one first. */
  privateAddresses(networkInterface: NetworkInterface): readonly number[] {
    return this.ownAddresses.get(networkInterface) ?? [];
  }

  /** The primary private address of an interface. */
  ownAddress(networkInterface: NetworkInterface): number | undefined {
    return this.ownAddresses.get(networkInterface)?.[0];
  }

  /** The subnets of a VPC attachment, one for each of its Availability Zones. */
  attachmentSubnets(attachment: TransitGatewayAttachment): readonly Subnet[] {
    return remembered(this.subnetsByAttachment, attachment, () =>
      attachment.resource.kind === 'vpc'
        ? attachment.resource.subnetIds.flatMap((id) => this.subnets.get(id) ?? [])
        : [],
    );
  }

  /** The load balancer that an interface belongs to. */
  loadBalancerOf({ owner }: NetworkInterface): LoadBalancer | undefined {
    return owner.kind === 'load-balancer' ? this.loadBalancers.get(owner.id) : undefined;
  }

  /** Why AWS would not create a component. */
  refusal(id: string): Refusal | undefined {
    return this.hasRefusals ? this.refused?.get(id) : undefined;
  }

  /** Whether AWS would refuse anything of the model. */
  get hasRefusals(): boolean {
    this.refused ??= new Map(refusals(this.model).map((each) => [each.component, each]));
    return this.refused.size > 0;
  }

  /** A result that depends on nothing but the model, made once; the key says which. */
  remember<T>(key: string, make: () => T): T {
    return remembered(this.memory as Map<string, T>, key, make);
  }

  /** A route table in the order of its evaluation. */
  routeTable(id: string): CompiledTable<Route> {
    return remembered(this.routes, id, () => {
      const table = this.routeTables.get(id);
      return table
        ? compileRouteTable(this.accepted(table.routes), (listId) => this.prefixListRanges(listId))
        : { entries: [], unknown: [] };
    });
  }

  /** A transit gateway route table in the order of its evaluation. */
  transitGatewayRouteTable(id: string): CompiledTable<TransitGatewayRoute> {
    return remembered(this.transitGatewayRoutes, id, () => {
      const table = this.transitGatewayRouteTables.get(id);
      return table ? compileTransitGatewayRouteTable(this.accepted(table.routes)) : { entries: [], unknown: [] };
    });
  }

  /** The rules of one direction of a security group. */
  securityGroupRules(rules: SecurityGroup['ingress']): readonly CompiledRule[] {
    return remembered(this.rules, rules, () =>
      this.accepted(rules).map((rule) => compileRule(rule, (listId) => this.prefixListRanges(listId))),
    );
  }

  /** The entries of one direction of a network ACL. */
  networkAclEntries(id: string, egress: boolean): readonly CompiledEntry[] {
    return remembered(this.entries, `${id} ${egress}`, () => {
      const networkAcl = this.networkAcls.get(id);
      return networkAcl ? compileEntries(this.accepted(networkAcl.entries), egress) : everything(egress);
    });
  }

  /**
   * What a prefix list holds. AWS's lists of its own services hold public addresses that no input tells: one address of
   * the reserved 240.0.0.0/8 stands for each.
   */
  prefixListRanges(id: string): readonly AddressRange[] | undefined {
    const list = this.prefixLists.get(id);
    if (list?.cidrs !== undefined) return list.cidrs.map(parseCidr);
    if (list !== undefined && isLatticePrefixList(list.prefixListName)) return [parseCidr(LATTICE_CIDR)];
    if (list === undefined || !isAwsService(list.prefixListName)) return undefined;
    return [parseCidr(`${formatAddress(240 * 2 ** 24 + 1 + this.model.prefixLists.indexOf(list))}/32`)];
  }

  // What AWS would not create does nothing.
  private accepted<T extends { readonly id?: string }>(parts: readonly T[]): readonly T[] {
    return this.hasRefusals ? parts.filter(({ id }) => id === undefined || !this.refusal(id)) : parts;
  }

  /** Parts of the internet that security groups admit in particular. */
  get admittedFromInternet(): readonly AddressRange[] {
    return this.remember('admitted from the internet', () => {
      const cidrs = this.model.securityGroups.flatMap(({ ingress }) =>
        ingress.flatMap(({ peer }) => ('cidr' in peer ? [peer.cidr] : [])),
      );
      const ranges = [...new Set(cidrs)].map(parseCidr);
      return ranges.filter(({ first, prefixLength }) => prefixLength > 0 && isPublicAddress(first));
    });
  }

  private findInternetHost(): number {
    const named = [
      ...this.model.securityGroups.flatMap(({ ingress, egress }) => [...ingress, ...egress]).map(({ peer }) => peer),
      ...this.model.networkAcls.flatMap(({ entries }) => entries),
    ].flatMap((each) => ('cidr' in each ? [parseCidr(each.cidr)] : []));
    const lists = this.model.prefixLists.flatMap(({ cidrs }) => (cidrs ?? []).map(parseCidr));
    const narrow = [...named, ...lists].filter(({ prefixLength }) => prefixLength >= 8);
    let address = parseAddress('8.8.8.8');
    const isNamed = () => this.publicAddresses.has(address) || narrow.some((range) => contains(range, address));
    while (!isPublicAddress(address) || isNamed()) address = (address + 65_537) % 2 ** 32;
    return address;
  }
}

const isAwsService = (name: string): boolean => name.startsWith('com.amazonaws.');

// A network ACL that was not listed is the VPC's default one.
function everything(egress: boolean): readonly CompiledEntry[] {
  const entry: NetworkAclEntry = { ruleNumber: 100, egress, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' };
  return [{ entry, range: parseCidr(entry.cidr) }];
}

function byId<T extends Component>(components: readonly T[]): ReadonlyMap<string, T> {
  return new Map(components.map((component) => [component.id, component]));
}

function group<K, V>(pairs: readonly (readonly [K, V])[]): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const members = groups.get(key);
    if (members) members.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

function remembered<K, V>(memory: Map<K, V>, key: K, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
