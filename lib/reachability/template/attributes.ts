import { type AwsCall, awsCall } from './aws-call';
import type { Context } from './context';
import { output } from './imports';
import { availabilityZones, partitionOf } from './pseudo-parameters';
import { componentId, type TemplateResource } from './stack';
import { concatenate, isList, isObject, type Reference, reference, references, unknown, type Value } from './value';

/** A Ref or Fn::GetAtt of a resource that exists. */
export interface AttributeOf {
  readonly resource: TemplateResource;
  readonly logicalId: string;
  /** @default - Ref */
  readonly attribute: string | undefined;
}

interface Owner {
  readonly id: string;
  readonly logicalId: string;
  readonly attribute: string;
  readonly context: Context;
  property(name: string): Value;
}

type Attribute = (owner: Owner) => Value;

/** What an attribute is: its value where the template says it, another component, or else a reference to the resource. */
export function attributeOf({ resource, logicalId, attribute }: AttributeOf, context: Context): Value {
  const id = componentId(context.stack, logicalId);
  if (attribute === undefined) return reference(id, resource.Type);
  const known = attributes[resource.Type];
  const find = typeof known === 'function' ? known : known?.[attribute];
  const property = (name: string): Value => context.resolve(resource.Properties?.[name]);
  return find?.({ id, logicalId, attribute, context, property }) ?? reference(id, resource.Type, attribute);
}

const same =
  (name: string): Attribute =>
  ({ property }) =>
    property(name);

const component =
  (suffix: string, type: string): Attribute =>
  ({ id }) =>
    reference(`${id}/${suffix}`, type);

const arn =
  (resource: string): Attribute =>
  ({ context: { stack }, property, logicalId }) => {
    const name = property(`${resource[0]?.toUpperCase()}${resource.slice(1)}Name`);
    const { account, region } = stack;
    return `arn:${partitionOf(region)}:iam::${account}:${resource}/${typeof name === 'string' ? name : logicalId}`;
  };

const attributes: Readonly<Record<string, Attribute | Readonly<Record<string, Attribute>>>> = {
  'AWS::EC2::VPC': {
    CidrBlock: same('CidrBlock'),
    DefaultSecurityGroup: component('default-security-group', 'AWS::EC2::SecurityGroup'),
    DefaultNetworkAcl: component('default-network-acl', 'AWS::EC2::NetworkAcl'),
  },
  'AWS::EC2::Subnet': {
    AvailabilityZone: ({ property, context }) =>
      property('AvailabilityZone') ?? availabilityZones(context.stack.region)[0],
    CidrBlock: same('CidrBlock'),
    VpcId: same('VpcId'),
  },
  'AWS::EC2::SecurityGroup': { VpcId: same('VpcId') },
  'AWS::EC2::NetworkInterface': { VpcId: ({ property, context }) => vpcOf(property('SubnetId'), context) },
  'AWS::EC2::EIP': { PublicIp: ({ id, context }) => context.world.elasticIps.get(id) },
  'AWS::EC2::VPCEndpoint': {
    NetworkInterfaceIds: ({ id, property }) => {
      const subnets = property('SubnetIds');
      if (!isList(subnets)) return unknown('an endpoint whose subnets are not known', subnets);
      return subnets.map((_, index) => reference(interfaceId(id, index), 'AWS::EC2::NetworkInterface'));
    },
    // Each entry is `<hosted zone>:<name>`.
    DnsEntries: ({ id, property }) => {
      const subnets = property('SubnetIds');
      const name = reference(id, 'AWS::EC2::VPCEndpoint', 'DnsEntries');
      return Array.from({ length: 1 + (isList(subnets) ? subnets.length : 0) }, () =>
        concatenate(['Z00000000000000000000:', name]),
      );
    },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { SecurityGroups: same('SecurityGroups') },
  'AWS::EKS::Cluster': { ClusterSecurityGroupId: component('cluster-security-group', 'AWS::EC2::SecurityGroup') },
  'AWS::RDS::DBInstance': { 'Endpoint.Port': same('Port') },
  'AWS::RDS::DBCluster': { 'Endpoint.Port': same('Port') },
  'AWS::SSM::Parameter': { Value: same('Value') },
  'AWS::IAM::Role': { Arn: arn('role') },
  'AWS::IAM::User': { Arn: arn('user') },
  'AWS::CloudFormation::Stack': ({ attribute, context, logicalId }) => {
    const nested = context.world.nested(context.stack, logicalId);
    if (!nested) return unknown(`the template of the nested stack ${logicalId} is not here`);
    return output(nested, attribute.replace(/^Outputs\./, ''), context.world);
  },
  'Custom::AWS': ({ id, attribute, property }) => {
    const call = awsCall(property('Create') ?? property('Update'));
    return call ? fieldOf(call, attribute, id) : unknown('a call of which the template does not tell');
  },
  'Custom::CrossRegionExportReader': ({ attribute, context }) => exportOf(attribute, context),
};

/** Id in the model of the nth interface, from 0, that AWS makes for a component. */
export function interfaceId(owner: string, index: number): string {
  return `${owner}/${index + 1}`;
}

function vpcOf(subnet: Value, { world }: Context): Value {
  const [{ id } = { id: '' }] = references(subnet);
  const stack = world.stacks.find((candidate) => id.startsWith(`${candidate.id}.`));
  const found = stack?.template.Resources?.[id.slice(stack.id.length + 1)];
  return stack && found ? world.of(stack).resolve(found.Properties?.VpcId) : unknown('the VPC of an interface', subnet);
}

/** A field of the answer of a describe call, as `AwsCustomResource` flattens it; undefined is one that AWS chooses. */
function fieldOf({ action, parameters }: AwsCall, field: string, id: string): Value {
  const about = (type: string): Reference | undefined => references(parameters).find((found) => found.type === type);
  const endpoint = about('AWS::EC2::VPCEndpoint');
  const networkInterface = about('AWS::EC2::NetworkInterface');
  const nth = /^VpcEndpoints\.0\.NetworkInterfaceIds\.(\d+)$/.exec(field)?.[1];
  if (action === 'describeManagedPrefixLists' && field === 'PrefixLists.0.PrefixListId') {
    return reference(id, 'AWS::EC2::PrefixList');
  }
  if (endpoint && nth) return reference(interfaceId(endpoint.id, Number(nth)), 'AWS::EC2::NetworkInterface');
  if (endpoint && /^VpcEndpoints\.0\.DnsEntries\.\d+\.DnsName$/.test(field))
    return reference(endpoint.id, endpoint.type, 'DnsEntries');
  if (networkInterface && field === 'NetworkInterfaces.0.NetworkInterfaceId') return networkInterface;
  if (networkInterface && field === 'NetworkInterfaces.0.PrivateIpAddress') {
    return reference(networkInterface.id, networkInterface.type, 'PrimaryPrivateIpAddress');
  }
  return undefined;
}

/** CDK writes exports to SSM in the Region that reads them, under the attribute's name. */
function exportOf(name: string, { world }: Context): Value {
  for (const stack of world.stacks) {
    for (const { Type, Properties } of Object.values(stack.template.Resources ?? {})) {
      if (Type !== 'Custom::CrossRegionExportWriter') continue;
      const written = world.of(stack).resolve(Properties?.WriterProps);
      const exports = isObject(written) ? written.exports : undefined;
      if (isObject(exports) && name in exports) return exports[name];
    }
  }
  return unknown(`no stack here writes ${name}`);
}
