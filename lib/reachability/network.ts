import { type AddressRange, contains, isPublicAddress, parseCidr } from './ipv4';
import { type Addresses, addressesOf } from './lookup/addresses';
import { byId, group, remembered } from './lookup/indexes';
import { findAdmitted, findInternetHost } from './lookup/internet';
import { type PrefixLists, prefixListsOf } from './lookup/prefix-lists';
import { type Tables, tablesOf } from './lookup/tables';
import type {
  LoadBalancer,
  NatGateway,
  NetworkInterface,
  NetworkModel,
  Subnet,
  TransitGatewayAttachment,
} from './model';
import { type Refusal, refusals } from './refusals/refusals';

/** A model with everything looked up quickly. Build it once, ask it often; it never changes. */
export class Network {
  readonly model: NetworkModel;
  readonly vpcs;
  readonly subnets;
  readonly routeTables;
  readonly networkAcls;
  readonly securityGroups;
  readonly networkInterfaces;
  readonly natGateways;
  readonly vpcPeeringConnections;
  readonly transitGateways;
  readonly transitGatewayAttachments;
  readonly transitGatewayRouteTables;
  readonly loadBalancers;
  readonly targetGroups;
  readonly vpcEndpoints;
  readonly attachmentsByVpc;
  readonly peeringsByVpc;
  readonly internetGatewayByVpc;
  readonly natGatewaysByVpc;
  readonly gatewayEndpointsByVpc;
  /** Route tables of internet gateways. */
  readonly gatewayRouteTables;
  /** Of a VPC: the parsed CIDRs. */
  readonly vpcRanges: ReadonlyMap<string, readonly AddressRange[]>;
  readonly addresses: Addresses;
  readonly prefixLists: PrefixLists;
  readonly tables: Tables;
  /** The address of an internet host that no rule of the network means in particular. */
  readonly internetHost: number;
  /** Results of connections that the network's own devices open, by their ends. */
  private readonly memory = new Map<string, unknown>();
  private readonly subnetsByAttachment = new Map<TransitGatewayAttachment, readonly Subnet[]>();
  private refused: ReadonlyMap<string, Refusal> | undefined;

  constructor(model: NetworkModel) {
    this.model = model;
    this.vpcs = byId(model.vpcs);
    this.subnets = byId(model.subnets);
    this.routeTables = byId(model.routeTables);
    this.networkAcls = byId(model.networkAcls);
    this.securityGroups = byId(model.securityGroups);
    this.networkInterfaces = byId(model.networkInterfaces);
    this.natGateways = byId(model.natGateways);
    this.vpcPeeringConnections = byId(model.vpcPeeringConnections);
    this.transitGateways = byId(model.transitGateways);
    this.transitGatewayAttachments = byId(model.transitGatewayAttachments);
    this.transitGatewayRouteTables = byId(model.transitGatewayRouteTables);
    this.loadBalancers = byId(model.loadBalancers);
    this.targetGroups = byId(model.targetGroups);
    this.vpcEndpoints = byId(model.vpcEndpoints);
    this.attachmentsByVpc = group(
      model.transitGatewayAttachments.flatMap((each) =>
        each.resource.kind === 'vpc' ? [[each.resource.vpcId, each] as const] : [],
      ),
    );
    this.peeringsByVpc = group(
      model.vpcPeeringConnections.flatMap((each) =>
        [each.requesterVpcId, each.accepterVpcId].map((vpcId) => [vpcId, each] as const),
      ),
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
    this.vpcRanges = new Map(model.vpcs.map(({ id, cidrBlocks }) => [id, cidrBlocks.map(parseCidr)]));
    this.addresses = addressesOf(model.networkInterfaces);
    this.prefixLists = prefixListsOf(model.prefixLists);
    this.tables = tablesOf(this);
    this.internetHost = findInternetHost(model, (address) => this.addresses.publicAddresses.has(address));
  }

  /** Whether an address lies in the VPC's own CIDRs. */
  inVpc(vpcId: string, address: number): boolean {
    for (const range of this.vpcRanges.get(vpcId) ?? []) if (contains(range, address)) return true;
    return false;
  }

  /** The interface that has a private address in a VPC. */
  interfaceIn(vpcId: string, address: number): NetworkInterface | undefined {
    return this.addresses.interfacesByAddress.get(address)?.find((each) => each.vpcId === vpcId);
  }

  /** The private addresses of an interface, the primary one first. */
  privateAddresses(networkInterface: NetworkInterface): readonly number[] {
    return this.addresses.ownAddresses.get(networkInterface) ?? [];
  }

  /** The primary private address of an interface. */
  ownAddress(networkInterface: NetworkInterface): number | undefined {
    return this.addresses.ownAddresses.get(networkInterface)?.[0];
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

  /**
   * Whether a prefix list may hold an address, for all that anybody knows: a list of AWS's own services only the address
   * of a public host that is nobody's here and was asked for in particular.
   */
  mayHold(prefixListId: string, address: number): boolean {
    if (!this.prefixLists.isUnlisted(prefixListId)) return false;
    if (!this.prefixLists.isOfService(prefixListId)) return true;
    const isSomebody = this.addresses.publicAddresses.has(address) || address === this.internetHost;
    return isPublicAddress(address) && !isSomebody;
  }

  /** Parts of the internet that rules or routes mean in particular: an address of each by what it is meant as. */
  get admittedFromInternet(): ReadonlyMap<string, number> {
    return this.remember('admitted from the internet', () => findAdmitted(this.model, this.prefixLists));
  }
}
