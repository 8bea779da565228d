import fc from 'fast-check';
import { isReachable } from '../../../../lib/reachability/decide';
import { Network } from '../../../../lib/reachability/network';
import { families } from '../../../../lib/reachability/template/families';
import { modelOf } from '../../../../lib/reachability/template/model-of';
import { stack } from './stacks';

const logicalIds = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const attributes = [
  'Arn',
  'Id',
  'GroupId',
  'CidrBlock',
  'DefaultSecurityGroup',
  'PrivateIp',
  'NetworkInterfaceIds',
  'PrefixLists.0.PrefixListId',
];
const leaf = fc.oneof(
  fc.constantFrom(
    '10.0.0.0/16',
    '10.0.1.0/24',
    '0.0.0.0/0',
    '10.0.1.10',
    'tcp',
    'enable',
    'true',
    'network',
    'Interface',
    'ip',
    'x',
    '',
  ),
  fc.constantFrom<unknown>(-1, 0, 80, 1.5, true, false, null),
  fc.constantFrom(...logicalIds).map((Ref) => ({ Ref })),
  fc.tuple(fc.constantFrom(...logicalIds), fc.constantFrom(...attributes)).map((GetAtt) => ({ 'Fn::GetAtt': GetAtt })),
  fc.constantFrom(...logicalIds).map((Ref) => ({ 'Fn::Join': ['', ['arn:', { Ref }]] })),
  fc.constantFrom({ 'Fn::ImportValue': 'x' }, { Ref: 'AWS::NoValue' }, { 'Fn::Select': [3, []] }, { 'Fn::Sub': [] }),
);
const source = Object.values(families)
  .flatMap((stages) => Object.values(stages).map(String))
  .join();
// Property names as the builders themselves spell them.
const names = [...new Set(source.match(/\b[A-Z][A-Za-z0-9]{2,}\b/g))];

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
  ),
})).value;
const resource = fc.record({
  Type: fc.constantFrom(...Object.keys(families), 'AWS::EC2::VPC', 'AWS::EC2::Subnet'),
  Properties: fc.dictionary(fc.constantFrom(...names, 'VpcId', 'SubnetId', 'CidrBlock', 'Create', 'Manifest'), value, {
    minKeys: 2,
    maxKeys: 12,
  }),
});
const base = {
  A: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  B: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'A' }, CidrBlock: '10.0.1.0/24' } },
  C: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'B' } } },
};

test('whatever a template says, it becomes a model that can be asked', () => {
  expect(names).toEqual(expect.arrayContaining(['SubnetIds', 'TransitGatewayId', 'SecurityGroupIngress']));
  const resources = fc.dictionary(fc.constantFrom(...logicalIds.slice(3)), resource, { minKeys: 1 });
  fc.assert(
    fc.property(resources, (others) => {
      const model = modelOf([stack({ Resources: { ...base, ...others } })]);
      const network = new Network(model);
      const subnets = new Set(model.subnets.map(({ id }) => id));
      for (const { id, subnetId } of model.networkInterfaces) {
        expect(subnets).toContain(subnetId);
        isReachable(network, {
          from: { networkInterfaceId: 'S.C/1' },
          to: { componentId: id },
          protocol: 'tcp',
          port: 80,
        });
      }
    }),
    { numRuns: 300 },
  );
});
