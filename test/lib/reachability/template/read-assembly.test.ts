import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { CfnInstance, CfnSubnet, CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { InputError } from '../../../../lib/reachability/input-error';
import { readAssembly } from '../../../../lib/reachability/template/read-assembly';
import { named, resourcesOf, synthesized, twoSubnets } from './stacks';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: object | string): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const message = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

test.each([
  ['is not there', () => rmSync(folder, { recursive: true }), /cannot read .*ENOENT/],
  ['holds no template', () => write('README.md', ''), /holds no CloudFormation template/],
  [
    'has a template that is no JSON',
    () => write('A.template.json', '{"Resources": {'),
    /A\.template\.json does not parse/,
  ],
  ['has a template that is a list', () => write('A.template.json', []), /A\.template\.json is no JSON object/],
  ['has a resource without a type', () => write('A.template.json', { Resources: { X: {} } }), /X has no Type/],
  ['has a manifest of nothing', () => write('manifest.json', {}), /holds no CloudFormation template/],
  [
    'has a manifest whose template is missing',
    () =>
      write('manifest.json', {
        artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } } },
      }),
    /cannot read .*A\.json/,
  ],
])('one line says that the folder %s', (_, prepare, expected) => {
  prepare();
  const text = message(() => readAssembly(folder));
  mkdirSync(folder, { recursive: true });
  expect(text).toMatch(expected);
  expect(text).not.toContain('\n');
});

test('templates without a manifest are one network, whatever their names', () => {
  const { Vpc, A } = twoSubnets;
  write('b.template.json', {
    Resources: resourcesOf({ Vpc, A }),
    Outputs: { S: { Value: { Ref: 'A' }, Export: { Name: 'subnet' } } },
  });
  write('a.template.json', {
    Resources: resourcesOf({ I: ['AWS::EC2::Instance', { SubnetId: { 'Fn::ImportValue': 'subnet' } }] }),
  });
  const { networkInterfaces, notModelled } = readAssembly(folder);
  expect(notModelled).toEqual([]);
  expect(networkInterfaces).toMatchObject([{ id: 'a.I/1', subnetId: 'b.A', addresses: [{ privateIp: '10.0.0.10' }] }]);
});

describe('an assembly of CDK', () => {
  const subnetOf = (scope: Stack): CfnSubnet => {
    const { attrVpcId } = new CfnVPC(scope, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    return new CfnSubnet(scope, 'Subnet', {
      vpcId: attrVpcId,
      cidrBlock: '10.0.0.0/24',
      availabilityZone: Fn.select(1, Fn.getAzs()),
    });
  };

  test('names components by their constructs, in the account and Region of their stack', () => {
    const model = synthesized((app) => {
      subnetOf(new Stack(new Stage(app, 'Prod'), 'Network', { env: { account: '222222222222', region: 'eu-west-1' } }));
    });
    expect(model.subnets).toMatchObject([
      {
        id: 'Prod-Network.Subnet',
        name: 'Prod/Network',
        account: '222222222222',
        region: 'eu-west-1',
        vpcId: 'Prod-Network.Vpc',
        availabilityZone: 'eu-west-1b',
      },
    ]);
  });

  test('is in account 111111111111 and us-east-1 where it says nothing', () => {
    const model = synthesized((app) => void subnetOf(new Stack(app, 'S')));
    expect(model.subnets).toMatchObject([
      { account: '111111111111', region: 'us-east-1', availabilityZone: 'us-east-1b' },
    ]);
  });

  test('includes nested stacks, with what passes between them and their parent', () => {
    const model = synthesized((app) => {
      const parent = new Stack(app, 'Parent');
      const nested = new NestedStack(parent, 'Nested');
      const { ref } = subnetOf(nested);
      new CfnInstance(parent, 'Above', { subnetId: ref });
      new CfnInstance(new NestedStack(parent, 'Second'), 'Below', { subnetId: ref });
    });
    expect(model.notModelled).toEqual([]);
    const subnet = named(model.subnets, 'Parent/Nested');
    expect(named(model.networkInterfaces, 'Parent/Above').subnetId).toBe(subnet.id);
    expect(named(model.networkInterfaces, 'Parent/Second/Below').subnetId).toBe(subnet.id);
  });

  test.each([
    ['before', ['Aaa', 'Base']],
    ['after', ['Base', 'Zzz']],
  ])('gives the base the same addresses with an option that sorts %s it', (_, names) => {
    const addresses = (stacks: readonly string[]) =>
      synthesized((app) => {
        const base = new Stack(app, 'Base');
        const subnet = subnetOf(base);
        new CfnInstance(base, 'Own', { subnetId: subnet.ref });
        for (const name of stacks) {
          if (name !== 'Base') new CfnInstance(new Stack(app, name), 'Added', { subnetId: subnet.ref });
        }
      }).networkInterfaces.map(({ name, addresses }) => `${name} ${addresses[0]?.privateIp}`);
    expect(addresses(['Base'])).toEqual(['Base/Own 10.0.0.10']);
    expect(addresses(names)).toEqual(['Base/Own 10.0.0.10', expect.stringMatching(/Added 10\.0\.0\.11$/)]);
  });

  test.each([[true], [false]])(
    'resolves references between accounts and Regions (crossRegionReferences: %s)',
    (crossRegionReferences) => {
      const model = synthesized((app) => {
        const producer = new Stack(app, 'P', {
          crossRegionReferences,
          env: { account: '222222222222', region: 'eu-west-1' },
        });
        const account = crossRegionReferences ? '222222222222' : '333333333333';
        const consumer = new Stack(app, 'C', { crossRegionReferences, env: { account, region: 'us-west-2' } });
        new CfnInstance(consumer, 'I', { subnetId: subnetOf(producer).ref });
      });
      expect(model.networkInterfaces).toMatchObject([{ id: 'C.I/1', subnetId: 'P.Subnet', vpcId: 'P.Vpc' }]);
    },
  );

  test('tells stacks of one name in two accounts apart', () => {
    const { subnets } = synthesized((app) => {
      for (const account of ['222222222222', '333333333333']) {
        subnetOf(new Stack(app, `Of${account}`, { stackName: 'Network', env: { account, region: 'us-east-1' } }));
      }
    });
    expect(subnets.map(({ id, account }) => [id, account])).toEqual([
      ['Network@222222222222-us-east-1.Subnet', '222222222222'],
      ['Network@333333333333-us-east-1.Subnet', '333333333333'],
    ]);
  });
});
