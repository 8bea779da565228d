import { type Building, reportNotModelled } from './building';
import { idsIn } from './properties';
import type { Resource } from './stack';
import { references } from './value';

/** Types of these services may change what can be reached. */
const NETWORK =
  /^AWS::(EC2|ElasticLoadBalancing(V2)?|VpcLattice|NetworkFirewall|NetworkManager|DirectConnect|GlobalAccelerator|VPCLattice)::/;

/** Types of those services that change nothing of IPv4 between hosts, or are read by what refers to them. */
const IGNORED_NETWORK = new RegExp(
  `^AWS::(EC2::(${[
    'CapacityReservation(Fleet)?|DHCPOptions|EgressOnlyInternetGateway|EnclaveCertificateIamRoleAssociation|FlowLog|Host',
    'IPAM\\w*|Ipam\\w*|InstanceEventWindow|KeyPair|LaunchTemplate|NetworkInsights\\w+|NetworkInterfacePermission',
    'NetworkPerformanceMetricSubscription|PlacementGroup|SnapshotBlockPublicAccess|SubnetCidr(Block|Reservation)',
    'TrafficMirror\\w+|VPCDHCPOptionsAssociation|VPCEndpointConnectionNotification|Volume(Attachment)?',
  ].join(
    '|',
  )})|ElasticLoadBalancingV2::(ListenerCertificate|TrustStore\\w*)|VpcLattice::(AccessLogSubscription|DomainVerification|ResourcePolicy))$`,
);

/** They do nothing until something refers to them. */
const PASSIVE =
  /^AWS::(EC2::(VPNGateway|CustomerGateway|CarrierGateway|TransitGatewayPolicyTable|TransitGatewayMulticastDomain|LocalGateway\w*)|NetworkFirewall::(FirewallPolicy|RuleGroup|LoggingConfiguration|TLSInspectionConfiguration)|NetworkManager::(GlobalNetwork|CoreNetwork|Site|Device|Link)|GlobalAccelerator::(Accelerator|Listener)|DirectConnect::\w+)$/;

/** They add hosts and leave the others as they are. */
const HOSTS =
  /^AWS::(ElasticLoadBalancing::LoadBalancer|EC2::(InstanceConnectEndpoint|EC2Fleet|SpotFleet|VerifiedAccess\w+))$/;

/** They may hold ids of network components and yet have no interfaces. */
const NEVER_HOSTS =
  /^AWS::(IAM|SSM|Logs|CloudWatch|CDK|S3|KMS|SNS|SQS|DynamoDB|Events|Scheduler|StepFunctions|Route53\w*|ServiceDiscovery|CertificateManager|ECR|ECS|EKS|Lambda|SecretsManager|WAFv2|ApplicationAutoScaling|AutoScaling|CloudFormation|Config|CloudTrail|Backup|RAM)::|^AWS::\w+::\w*SubnetGroup$/;

/** Custom resources of CDK that have nothing to do with the network. */
const HARMLESS_CUSTOM =
  /^Custom::(LogRetention|S3AutoDeleteObjects|S3BucketNotifications|CDKBucketDeployment|ECRAutoDeleteImages|AWSCDKOpenIdConnectProvider|CrossRegionExport(Reader|Writer)|AWSCDK-EKS-(HelmChart|KubernetesPatch|KubernetesObjectValue)|AWSCDKCfnJson|CrossAccountZoneDelegation|DynamoDBReplica|UserPool\w*)$/;

/** Reports a resource of a type that nobody builds, unless it is no network matter. */
export function reportOtherType(resource: Resource, building: Building): void {
  const { id, type } = resource;
  if (type === 'AWS::CloudFormation::Stack') {
    if (![...building.resources.values()].some(({ stack }) => stack.id === id)) {
      reportNotModelled(building, resource, 'the template of the nested stack is not here', []);
    }
  } else if (NETWORK.test(type)) {
    if (IGNORED_NETWORK.test(type)) return;
    const alone = PASSIVE.test(type) || HOSTS.test(type);
    reportNotModelled(building, resource, 'this type is not modelled', alone ? [id] : idsIn(resource));
  } else if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
    const touched = networkIdsIn(resource);
    if (HARMLESS_CUSTOM.test(type) || touched.length === 0) return;
    reportNotModelled(building, resource, 'nobody knows what the custom resource does to them', touched);
  } else if (!NEVER_HOSTS.test(type) && networkIdsIn(resource).length > 0) {
    reportNotModelled(building, resource, 'its interfaces are not modelled', [id]);
  }
}

/** Whether a resource of the type may become part of the model, or has to be reported. */
export function mayMatter(type: string): boolean {
  return NETWORK.test(type) && !IGNORED_NETWORK.test(type);
}

function networkIdsIn({ properties }: Resource): readonly string[] {
  return references(properties)
    .filter(({ type }) => NETWORK.test(type))
    .map(({ id }) => id);
}
