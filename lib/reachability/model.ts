/**
 * One network of any number of accounts and Regions, as the EC2, Elastic Load Balancing, VPC Lattice and RAM APIs name
 * it. Both inputs, templates and describe calls, become this; the verifier and the packet lab read nothing else.
 *
 * An `id` is unique in the model: the id or ARN that AWS gave, or `<stack>.<logical id>` of a template. IPv4 only:
 * IPv6 CIDRs, routes and rules are left out by the readers. Optional lists never occur: an empty list says "none".
 */
export interface NetworkModel {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly prefixLists: readonly PrefixList[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly internetGateways: readonly InternetGateway[];
  readonly natGateways: readonly NatGateway[];
  readonly vpcPeeringConnections: readonly VpcPeeringConnection[];
  readonly transitGateways: readonly TransitGateway[];
  readonly transitGatewayAttachments: readonly TransitGatewayAttachment[];
  readonly transitGatewayRouteTables: readonly TransitGatewayRouteTable[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: readonly TargetGroup[];
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly endpointServices: readonly EndpointService[];
  readonly resourceGateways: readonly ResourceGateway[];
  readonly resourceConfigurations: readonly ResourceConfiguration[];
  readonly serviceNetworks: readonly ServiceNetwork[];
  readonly serviceNetworkVpcAssociations: readonly ServiceNetworkVpcAssociation[];
  readonly latticeServices: readonly LatticeService[];
  readonly resourceShares: readonly ResourceShare[];
  /** What the readers met and cannot judge. A verdict that depends on one of them says so. */
  readonly notModelled: readonly NotModelled[];
}

/** What every part of the network has. */
export interface Component {
  readonly id: string;
  /** What a person calls it: the Name tag, the construct path, the DNS name. Need not be unique. */
  readonly name?: string;
  /** Its Name tag, where `name` is something else. Need not be unique either. */
  readonly tagName?: string;
  /** Twelve digits. @default - unknown, and then taken as the account of whatever it is compared with */
  readonly account?: string;
  /** @default - unknown, and then taken as the Region of whatever it is compared with */
  readonly region?: string;
}

/** An IPv4 CIDR such as `10.0.0.0/16`. */
export type Cidr = string;

/** An IPv4 address such as `10.0.0.10`. */
export type IpAddress = string;

export interface Vpc extends Component {
  /** The primary one first. */
  readonly cidrBlocks: readonly Cidr[];
}

export interface Subnet extends Component {
  readonly vpcId: string;
  readonly cidrBlock: Cidr;
  /** The Availability Zone id (`use1-az1`) where known, as names differ between accounts. */
  readonly availabilityZone: string;
  /** The explicitly associated route table, or else the main one of the VPC. */
  readonly routeTableId: string;
  /** The associated network ACL. @default - the VPC's default one, which was not listed: everything is allowed */
  readonly networkAclId?: string;
}

export interface RouteTable extends Component {
  readonly vpcId: string;
  readonly main: boolean;
  /** Local routes included. */
  readonly routes: readonly Route[];
  /** Internet or virtual private gateways whose incoming traffic it routes. */
  readonly gatewayIds: readonly string[];
}

export interface Route {
  /** The route's own resource. @default - it has none of its own; the route table's id stands for it */
  readonly id?: string;
  readonly destination: Cidr | { readonly prefixListId: string };
  readonly target: RouteTarget;
  readonly origin: 'local' | 'static' | 'propagated';
  /** A blackhole's target is gone or was never accepted. */
  readonly state: 'active' | 'blackhole';
}

/** `id` names the component; of `local` it is the VPC, of `unknown` whatever the input called it. */
export interface RouteTarget {
  readonly kind:
    | 'local'
    | 'internet-gateway'
    | 'nat-gateway'
    | 'vpc-peering-connection'
    | 'transit-gateway'
    | 'vpc-endpoint'
    | 'network-interface'
    | 'unknown';
  readonly id: string;
}

/** `-1` is all; anything else that is no name is an IANA number such as `50`. */
export type Protocol = 'tcp' | 'udp' | 'icmp' | '-1' | `${number}`;

export interface NetworkAcl extends Component {
  readonly vpcId: string;
  readonly entries: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  /** The entry's own resource. @default - the network ACL's id stands for it */
  readonly id?: string;
  /** 1 to 32,766; the implicit last deny is not listed. */
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
  readonly protocol: Protocol;
  readonly cidr: Cidr;
  /** Of tcp and udp. @default - all ports */
  readonly ports?: PortRange;
  /** Of icmp: 8 is an echo request and 0 its reply. @default - all types */
  readonly icmpType?: number;
}

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface SecurityGroup extends Component {
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  /** The rule's own resource. @default - the security group's id stands for it */
  readonly id?: string;
  readonly protocol: Protocol;
  /** Of tcp and udp. @default - all ports */
  readonly ports?: PortRange;
  readonly peer: { readonly cidr: Cidr } | { readonly securityGroupId: string } | { readonly prefixListId: string };
}

export interface PrefixList extends Component {
  /** Such as `com.amazonaws.us-east-1.vpc-lattice`; of a list of one's own its name. */
  readonly prefixListName: string;
  /** `undefined`: AWS keeps the list and the input does not hold it. */
  readonly cidrs: readonly Cidr[] | undefined;
}

export interface NetworkInterface extends Component {
  readonly vpcId: string;
  readonly subnetId: string;
  /** The primary one first; never empty. */
  readonly addresses: readonly InterfaceAddress[];
  readonly securityGroupIds: readonly string[];
  /** Whether it drops what is neither from nor to itself. */
  readonly sourceDestCheck: boolean;
  readonly owner: InterfaceOwner;
}

export interface InterfaceAddress {
  readonly privateIp: IpAddress;
  /** Elastic or automatically assigned. */
  readonly publicIp?: IpAddress;
}

/** Who speaks through the interface; `id` is the component's, of `none` the interface's own. */
export interface InterfaceOwner {
  readonly kind:
    | 'instance'
    | 'ecs-service'
    | 'eks-cluster'
    | 'eks-workload'
    | 'lambda-function'
    | 'database'
    | 'nat-gateway'
    | 'load-balancer'
    | 'vpc-endpoint'
    | 'transit-gateway-attachment'
    | 'resource-gateway'
    | 'none';
  readonly id: string;
}

export interface InternetGateway extends Component {
  /** @default - not attached */
  readonly vpcId?: string;
}

export interface NatGateway extends Component {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivityType: 'public' | 'private';
  readonly networkInterfaceId: string;
}

export interface VpcPeeringConnection extends Component {
  readonly requesterVpcId: string;
  readonly accepterVpcId: string;
  readonly status: 'active' | 'pending-acceptance';
  /** Whether names of the other VPC's hosts resolve to private addresses, on both sides. @default - unknown */
  readonly allowDnsResolution?: { readonly requester: boolean; readonly accepter: boolean };
}

export interface TransitGateway extends Component {
  /** Whether security groups may be referenced across it. */
  readonly securityGroupReferencing: boolean;
}

export interface TransitGatewayAttachment extends Component {
  readonly transitGatewayId: string;
  readonly resource:
    | {
        readonly kind: 'vpc';
        readonly vpcId: string;
        /** One for each Availability Zone. */
        readonly subnetIds: readonly string[];
        readonly applianceMode: boolean;
        readonly securityGroupReferencing: boolean;
      }
    | { readonly kind: 'peering'; readonly peerAttachmentId: string; readonly peerTransitGatewayId: string }
    | { readonly kind: 'unknown'; readonly id: string };
  readonly state: 'available' | 'pending-acceptance';
  /** The table that routes what arrives through the attachment. @default - none: everything is dropped */
  readonly routeTableId?: string;
  /** Static one-to-one NAT between the VPC and the transit gateway. */
  readonly natRules: readonly TransitGatewayNatRule[];
}

export interface TransitGatewayNatRule {
  /** The rule's own resource. @default - the attachment's id stands for it */
  readonly id?: string;
  /** Addresses in the VPC. */
  readonly matchSourceCidr: Cidr;
  /** What they are on the transit gateway; of the same prefix length. */
  readonly natCidr: Cidr;
}

export interface TransitGatewayRouteTable extends Component {
  readonly transitGatewayId: string;
  readonly routes: readonly TransitGatewayRoute[];
}

export interface TransitGatewayRoute {
  /** The resource that made it: the route or the propagation. @default - the route table's id stands for it */
  readonly id?: string;
  readonly destination: Cidr;
  /** `undefined`: a blackhole. */
  readonly attachmentId: string | undefined;
  readonly origin: 'static' | 'propagated';
}

export interface LoadBalancer extends Component {
  readonly kind: 'network' | 'application' | 'unknown';
  readonly scheme: 'internal' | 'internet-facing';
  readonly vpcId: string;
  /** One interface for each enabled Availability Zone. */
  readonly networkInterfaceIds: readonly string[];
  /** `undefined`: a Network Load Balancer without security groups, which lets everything in. */
  readonly securityGroupIds: readonly string[] | undefined;
  readonly crossZone: boolean;
  /** Whether the security groups also filter what comes from a VPC endpoint. */
  readonly enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: boolean;
  readonly dnsName?: string;
  readonly listeners: readonly Listener[];
}

export interface Listener {
  /** The listener's own resource. @default - the load balancer's id stands for it */
  readonly id?: string;
  /** How a packet reaches it: `tcp` for HTTP, HTTPS, TLS and TCP_UDP on its tcp side. */
  readonly protocols: readonly ('tcp' | 'udp')[];
  readonly port: number;
  /** Of forward actions of the listener and its rules. */
  readonly targetGroupIds: readonly string[];
}

export interface TargetGroup extends Component {
  readonly targetType: 'ip' | 'instance' | 'alb' | 'unknown';
  readonly vpcId?: string;
  readonly port: number;
  /** Whether the targets see the client's address; never behind an Application Load Balancer. */
  readonly preserveClientIp: boolean;
  /** @default - as the load balancer says */
  readonly crossZone?: boolean;
  /** Where health checks, which are TCP whatever the protocol, go. @default - the port of each target */
  readonly healthCheckPort?: number;
  readonly targets: readonly Target[];
}

export interface Target {
  /** The registration's own resource. @default - the target group's id stands for it */
  readonly id?: string;
  readonly to:
    | { readonly ip: IpAddress }
    | { readonly networkInterfaceId: string }
    | { readonly loadBalancerId: string };
  readonly port: number;
  /** `all`: an address outside the VPC, served from every zone. @default - the zone of its interface */
  readonly availabilityZone?: string;
}

export interface VpcEndpoint extends Component {
  readonly kind: 'Gateway' | 'Interface' | 'Resource' | 'ServiceNetwork' | 'unknown';
  readonly vpcId: string;
  readonly state: 'available' | 'pendingAcceptance' | 'rejected';
  /** Such as `com.amazonaws.us-east-1.s3`, or of a service of one's own its name. */
  readonly serviceName?: string;
  /** The service of one's own behind an Interface endpoint. @default - AWS's own service */
  readonly endpointServiceId?: string;
  readonly resourceConfigurationId?: string;
  readonly serviceNetworkId?: string;
  /** One interface for each subnet; none of a Gateway endpoint. */
  readonly networkInterfaceIds: readonly string[];
  /** Of a Gateway endpoint. */
  readonly routeTableIds: readonly string[];
  /** Of a Gateway endpoint: what it routes. */
  readonly prefixListId?: string;
  readonly privateDnsEnabled: boolean;
  readonly dnsNames?: readonly string[];
}

export interface EndpointService extends Component {
  readonly serviceName: string;
  readonly networkLoadBalancerIds: readonly string[];
  readonly acceptanceRequired: boolean;
  /** Endpoints that were accepted although acceptance is required. */
  readonly acceptedEndpointIds: readonly string[];
  /** ARNs such as `arn:aws:iam::111111111111:root`, or `*`. The owner's own account needs none. */
  readonly allowedPrincipals: readonly string[];
  /** The resource that holds the principals. @default - the service itself stands for it */
  readonly permissionsId?: string;
  readonly privateDnsName?: string;
}

export interface ResourceGateway extends Component {
  readonly vpcId: string;
  /** One interface for each subnet. */
  readonly networkInterfaceIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface ResourceConfiguration extends Component {
  /** Of kind ARN the resource decides and there may be no gateway. */
  readonly resourceGatewayId?: string;
  readonly ports: readonly PortRange[];
  /** Where the gateway connects to; a load balancer's or database's DNS name counts as the component. */
  readonly resource: { readonly ip: IpAddress } | { readonly componentId: string } | { readonly unknown: string };
}

export interface ServiceNetwork extends Component {
  readonly authType: 'NONE' | 'AWS_IAM';
  /** @default - none; with AWS_IAM nothing is then allowed */
  readonly authPolicy?: PolicyDocument;
  readonly serviceAssociations: readonly { readonly id: string; readonly latticeServiceId: string }[];
  readonly resourceAssociations: readonly { readonly id: string; readonly resourceConfigurationId: string }[];
}

export interface ServiceNetworkVpcAssociation extends Component {
  readonly serviceNetworkId: string;
  readonly vpcId: string;
  /** Whom of the VPC it admits. Empty: everybody in the VPC. */
  readonly securityGroupIds: readonly string[];
}

export interface LatticeService extends Component {
  readonly authType: 'NONE' | 'AWS_IAM';
  /** @default - none; with AWS_IAM nothing is then allowed */
  readonly authPolicy?: PolicyDocument;
  readonly dnsName?: string;
  readonly listeners: readonly Listener[];
}

/** An IAM policy document as it stands in the input, intrinsic functions resolved. */
export interface PolicyDocument {
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

export interface ResourceShare extends Component {
  /** Ids or ARNs of what is shared. */
  readonly resourceIds: readonly string[];
  /** Account ids, ARNs of organizational units or of the organization. */
  readonly principals: readonly string[];
}

export interface NotModelled {
  readonly id: string;
  /** CloudFormation type or describe field. */
  readonly type: string;
  /** What a verdict cannot know because of it. */
  readonly reason: string;
  /** Ids of the components that it touches. Empty: it may touch anything. */
  readonly touches: readonly string[];
}
