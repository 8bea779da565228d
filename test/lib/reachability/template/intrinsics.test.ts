import fc from 'fast-check';
import { parseCidr } from '../../../../lib/reachability/ipv4';
import { createWorld } from '../../../../lib/reachability/template/intrinsics';
import { parseJson, toJson } from '../../../../lib/reachability/template/json-text';
import type { Template } from '../../../../lib/reachability/template/stack';
import {
  concatenate,
  isReference,
  isText,
  isUnknown,
  reference,
  type Value,
} from '../../../../lib/reachability/template/value';
import { stack } from './stacks';

const template: Template = {
  Parameters: {
    Cidr: { Type: 'String', Default: '10.9.0.0/16' },
    List: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Bare: { Type: 'String' },
    Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/aws/ami' },
  },
  Mappings: { Regions: { 'us-east-1': { Cidr: '10.1.0.0/16', Zones: ['x', 'y'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'Bare' }, 'x'] }, { Condition: 'Yes' }] },
    Open: { 'Fn::Equals': [{ Ref: 'Bare' }, 'x'] },
    Circular: { 'Fn::Not': [{ Condition: 'Circular' }] },
  },
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Cidr' } } },
    Loop: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: { 'Fn::GetAtt': ['Loop', 'CidrBlock'] } } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZone: 'us-east-1b', VpcId: { Ref: 'Vpc' } } },
    Gone: { Type: 'AWS::EC2::VPC', Condition: 'No' },
    Role: { Type: 'AWS::IAM::Role' },
    Eip: { Type: 'AWS::EC2::EIP' },
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { SubnetIds: [{ Ref: 'Subnet' }] } },
    Service: { Type: 'AWS::EC2::VPCEndpointService' },
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
    Cluster: { Type: 'AWS::EKS::Cluster' },
  },
};
const other = stack(
  {
    Outputs: { Vpc: { Value: { Ref: 'V' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-vpc` } } } },
    Resources: { V: { Type: 'AWS::EC2::VPC' } },
  },
  { stackName: 'Other' },
);
const elsewhere = stack(
  { Outputs: { Text: { Value: 'there' } } },
  { stackName: 'Elsewhere', account: '222222222222', region: 'eu-west-1' },
);
const here = stack(template);
const context = createWorld([here, other, elsewhere]).of(here);

const service = reference('S.Service', 'AWS::EC2::VPCEndpointService');
const resolved: readonly (readonly [string, unknown, Value])[] = [
  ['Ref of a parameter', { Ref: 'Cidr' }, '10.9.0.0/16'],
  ['Ref of a list parameter', { Ref: 'List' }, ['a', 'b']],
  ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '111111111111'],
  ['Ref of AWS::Partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['Ref of a resource', { Ref: 'Service' }, service],
  ['AWS::NoValue', { Left: { Ref: 'AWS::NoValue' }, Kept: 1 }, { Kept: 1 }],
  ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['GetAtt of what the template says', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, '10.9.0.0/16'],
  ['GetAtt as a dotted string', { 'Fn::GetAtt': 'Subnet.AvailabilityZone' }, 'us-east-1b'],
  [
    'GetAtt of another component',
    { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] },
    reference('S.Vpc/default-security-group', 'AWS::EC2::SecurityGroup'),
  ],
  [
    'GetAtt of the cluster security group',
    { 'Fn::GetAtt': ['Cluster', 'ClusterSecurityGroupId'] },
    reference('S.Cluster/cluster-security-group', 'AWS::EC2::SecurityGroup'),
  ],
  [
    'GetAtt of interfaces',
    { 'Fn::GetAtt': ['Endpoint', 'NetworkInterfaceIds'] },
    [reference('S.Endpoint/1', 'AWS::EC2::NetworkInterface')],
  ],
  [
    'GetAtt of a name that AWS chooses',
    { 'Fn::GetAtt': ['Balancer', 'DNSName'] },
    reference('S.Balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'DNSName'),
  ],
  ['GetAtt of a public address', { 'Fn::GetAtt': ['Eip', 'PublicIp'] }, '198.51.100.1'],
  ['GetAtt of a role', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::111111111111:role/Role'],
  ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Cidr' }]] }, 'a/10.9.0.0/16'],
  ['Join of one reference', { 'Fn::Join': ['', ['', { Ref: 'Service' }]] }, service],
  [
    'Join around a reference',
    { 'Fn::Join': ['.', ['com.amazonaws.vpce', { Ref: 'Service' }]] },
    concatenate(['com.amazonaws.vpce.', service]),
  ],
  ['Split', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
  [
    'Split of a text with a reference',
    { 'Fn::Split': ['|', { 'Fn::Join': ['|', ['x', { Ref: 'Service' }]] }] },
    ['x', service],
  ],
  ['Select', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
  [
    'Select of the name of an endpoint',
    { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Endpoint', 'DnsEntries'] }] }] }] },
    reference('S.Endpoint', 'AWS::EC2::VPCEndpoint', 'DnsEntries'),
  ],
  ['Sub', { 'Fn::Sub': `\${AWS::Region}-\${Vpc.CidrBlock}-\${!Literal}` }, `us-east-1-10.9.0.0/16-\${Literal}`],
  ['Sub with variables', { 'Fn::Sub': [`\${X}.\${Cidr}`, { X: { Ref: 'AWS::Region' } }] }, 'us-east-1.10.9.0.0/16'],
  ['GetAZs', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'us-east-1b'],
  ['GetAZs of another Region', { 'Fn::Select': [0, { 'Fn::GetAZs': 'eu-west-1' }] }, 'eu-west-1a'],
  ['ImportValue', { 'Fn::ImportValue': 'Other-vpc' }, reference('Other.V', 'AWS::EC2::VPC')],
  [
    'GetStackOutput',
    { 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Vpc' } },
    reference('Other.V', 'AWS::EC2::VPC'),
  ],
  [
    'GetStackOutput of another account',
    {
      'Fn::GetStackOutput': {
        StackName: 'Elsewhere',
        OutputName: 'Text',
        Region: 'eu-west-1',
        RoleArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222222222222:role/R']] },
      },
    },
    'there',
  ],
  ['If', { 'Fn::If': ['Yes', 1, 2] }, 1],
  ['If not', { 'Fn::If': ['No', 1, 2] }, 2],
  ['If and', { 'Fn::If': ['Both', 1, 2] }, 2],
  ['If or, one part unknown', { 'Fn::If': ['Either', 1, 2] }, 1],
  ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Cidr'] }, '10.1.0.0/16'],
  ['FindInMap of a list', { 'Fn::Length': { 'Fn::FindInMap': ['Regions', 'us-east-1', 'Zones'] } }, 2],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Regions', 'x', 'Cidr', { DefaultValue: 'd' }] }, 'd'],
  [
    'Cidr',
    { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 3, 8] },
    ['10.9.0.0/24', '10.9.1.0/24', '10.9.2.0/24'],
  ],
  ['Base64', { 'Fn::Base64': 'x' }, 'eA=='],
  ['ToJsonString', { 'Fn::ToJsonString': { a: [1, { Ref: 'Cidr' }] } }, '{"a":[1,"10.9.0.0/16"]}'],
];

test.each(resolved)('%s', (_, expression, value) => {
  expect(context.resolve(expression)).toEqual(value);
});

test.each([
  ['a parameter without a default', { Ref: 'Bare' }, /no default/],
  ['a parameter from SSM', { Ref: 'Ami' }, /SSM/],
  ['a condition that nobody knows', { 'Fn::If': ['Open', 1, 2] }, /no default/],
  ['a condition in a circle', { 'Fn::If': ['Circular', 1, 2] }, /circular/],
  ['an attribute in a circle', { 'Fn::GetAtt': ['Loop', 'CidrBlock'] }, /circular/],
  ['what a condition leaves out', { Ref: 'Gone' }, /has no Gone/],
  ['what is not there', { 'Fn::GetAtt': ['Nowhere', 'Arn'] }, /has no Nowhere/],
  ['an export that nobody makes', { 'Fn::ImportValue': 'nothing' }, /nothing/],
  [
    'an output of the wrong Region',
    { 'Fn::GetStackOutput': { StackName: 'Elsewhere', OutputName: 'Text' } },
    /no stack/,
  ],
  ['Split of an ARN that AWS chooses', { 'Fn::Split': ['/', { Ref: 'Balancer' }] }, /AWS will choose/],
  ['Cidr of a block that is too small', { 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }, /does not hold/],
  ['Select beyond the end', { 'Fn::Select': [5, ['a']] }, /item 5/],
  ['a macro', { 'Fn::Transform': { Name: 'x' } }, /not evaluated/],
  ['a dynamic reference', '{{resolve:ssm:/vpc}}', /dynamic/],
  ['a Join of one of them', { 'Fn::Join': ['', ['x', { Ref: 'Bare' }]] }, /no default/],
])('%s is unknown, and says why', (_, expression, why) => {
  const value = context.resolve(expression);
  expect(isUnknown(value) ? value.why : value).toEqual(expect.stringMatching(why));
});

test('an attribute that goes round in two circles at once is found out as soon as any', () => {
  const twice = { 'Fn::Join': ['', Array(2).fill({ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] })] };
  const circular = stack({ Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: twice } } } });
  const value = createWorld([circular])
    .of(circular)
    .resolve({ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] });
  expect(isUnknown(value) && value.why).toMatch(/circular/);
});

test('an unknown value keeps what it would have been made of', () => {
  const value = context.resolve({ 'Fn::Join': ['', [{ Ref: 'Service' }, { Ref: 'Bare' }]] });
  expect(isUnknown(value) && value.touches).toEqual([service]);
});

const plainText = fc.string().filter((text) => !/[\u{E000}\u{E001}]/u.test(text));

test('a JSON text keeps its references, however deep', () => {
  const leaf = fc.oneof(plainText, fc.integer(), fc.boolean(), fc.constant(service));
  const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(
        plainText.filter((key) => key !== '__proto__'),
        tie('value'),
      ),
    ),
  })).value;
  fc.assert(fc.property(fc.record({ a: json }), (value) => expect(parseJson(toJson(value))).toEqual(value)));
});

test('Split takes apart what Join put together', () => {
  const items = fc.array(fc.oneof(fc.stringMatching(/^[a-z]*$/), fc.constant(service)), { minLength: 1 });
  fc.assert(
    fc.property(items, (given) => {
      const joined = concatenate(given.flatMap((item, index) => (index === 0 ? [item] : ['|', item])));
      expect(isText(joined) || isReference(joined) || typeof joined === 'string').toBe(true);
      const world = createWorld([stack({ Resources: template.Resources ?? {} })]);
      const [first] = world.stacks;
      const expressions = given.map((item) => (typeof item === 'string' ? item : { Ref: 'Service' }));
      expect(first && world.of(first).resolve({ 'Fn::Split': ['|', { 'Fn::Join': ['|', expressions] }] })).toEqual(
        given,
      );
    }),
  );
});

test('Fn::Cidr gives blocks of one size that follow each other within the given one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 28 }),
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 4, max: 12 }),
      (length, count, bits) => {
        const block = `10.0.0.0/${length}`;
        const blocks = context.resolve({ 'Fn::Cidr': [block, count, bits] });
        if (count * 2 ** bits > 2 ** (32 - length)) return expect(isUnknown(blocks)).toBe(true);
        const ranges = (blocks as readonly string[]).map(parseCidr);
        expect(ranges).toHaveLength(count);
        for (const [index, { first, last }] of ranges.entries()) {
          expect(last - first + 1).toBe(2 ** bits);
          expect(first).toBe(index === 0 ? parseCidr(block).first : (ranges[index - 1]?.last ?? 0) + 1);
        }
        return expect(ranges.at(-1)?.last).toBeLessThanOrEqual(parseCidr(block).last);
      },
    ),
  );
});
