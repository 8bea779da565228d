import type { Connectivity } from '../../../lib/connectivity/option';
import { eachOptionConnects } from '../../../lib/connectivity/proofs/each-option-connects';
import { everyResourceNeeded } from '../../../lib/connectivity/proofs/every-resource-needed';
import { nothingElseOpens } from '../../../lib/connectivity/proofs/nothing-else-opens';
import { connectivity as overlappingCidr } from '../../../lib/overlapping-cidr/connectivity';
import { prove as peeringIsRefused } from '../../../lib/overlapping-cidr/proofs/peering-is-refused';
import type { Proof, Verdict } from '../../../lib/proof/claim';
import { connectivity as vpcConnectivity } from '../../../lib/vpc-connectivity/connectivity';
import { broken, type Resources, removeAssemblies, synthesized } from './assemblies';

const both = [vpcConnectivity, overlappingCidr];
const good = synthesized(both, { overlap: true, accounts: 1 });
const apart = synthesized([vpcConnectivity], { overlap: false, accounts: 1 });
const twoAccounts = synthesized([overlappingCidr], { overlap: true, accounts: 2 });
afterAll(removeAssemblies);

const decide = (proof: Proof, assembly: string): Promise<Verdict> => proof({ assembly, progress: () => undefined });

/** The options of an exercise that a breakage is about, so that no other hides that it is not found. */
const only = (connectivity: Connectivity, ...ids: readonly string[]): Connectivity => ({
  ...connectivity,
  options: connectivity.options.filter(({ id }) => ids.includes(id)),
});

const peering = only(vpcConnectivity, 'peering');
const transitGateway = only(vpcConnectivity, 'transit-gateway');
const privateLink = only(vpcConnectivity, 'private-link');
const lattice = only(vpcConnectivity, 'lattice');
const privateNat = only(overlappingCidr, 'private-nat');
const attachmentNat = only(overlappingCidr, 'transit-gateway-nat');
const acrossPrivateLink = only(overlappingCidr, 'private-link');

const base = 'VpcConnectivity-Base';
const route = 'AWS::EC2::Route';
const ingress = 'AWS::EC2::SecurityGroupIngress';

interface Breakage {
  readonly name: string;
  readonly of: Connectivity;
  readonly stack: string;
  readonly breaks: (resources: Resources) => void;
  /** What the notes have to name. */
  readonly told: RegExp;
}

describe.each([
  ['vpc-connectivity', vpcConnectivity, apart],
  ['overlapping-cidr', overlappingCidr, good],
  ['overlapping-cidr in two accounts', overlappingCidr, twoAccounts],
])('of %s', (_, connectivity, assembly) => {
  test.each([
    ['each option connects', eachOptionConnects],
    ['nothing else opens', nothingElseOpens],
  ])('%s', async (_name, proof) => {
    expect(await decide(proof(connectivity), assembly)).toMatchObject({ holds: true, notes: [] });
  });
});

describe('eachOptionConnects', () => {
  test.each<Breakage>([
    {
      name: 'a return route that is missing',
      of: peering,
      stack: 'VpcConnectivity-Peering',
      breaks: (resources) => resources.remove(route, 'EcsToEksRoutesRoute2'),
      told: /WorkloadSubnet2RouteTable.*route/s,
    },
    {
      name: 'a rule on the wrong side',
      of: peering,
      stack: 'VpcConnectivity-Peering',
      breaks: (resources) => {
        const rule = resources.find(ingress, 'EksToEcsRulesAdmit');
        [rule.GroupId, rule.SourceSecurityGroupId] = [rule.SourceSecurityGroupId, rule.GroupId];
      },
      told: /EcsBalancerSecurityGroup/,
    },
    {
      name: 'a zone without attachment',
      of: transitGateway,
      stack: 'VpcConnectivity-TransitGateway',
      breaks: (resources) => {
        const attachment = resources.find('AWS::EC2::TransitGatewayAttachment', 'TransitGatewayVpcB');
        attachment.SubnetIds = (attachment.SubnetIds as readonly unknown[]).slice(0, 1);
      },
      told: /VpcBAttachment.*us-east-1b/,
    },
    {
      name: 'an attachment without route table',
      of: transitGateway,
      stack: 'VpcConnectivity-TransitGateway',
      breaks: (resources) =>
        resources.remove('AWS::EC2::TransitGatewayRouteTableAssociation', 'TransitGatewayVpcAAssociation'),
      told: /VpcAAttachment/,
    },
    {
      name: 'an acceptance that is missing',
      of: privateLink,
      stack: 'VpcConnectivity-PrivateLink',
      breaks: (resources) => resources.remove('Custom::AWS', 'EksToEcsAcceptance'),
      told: /accept/i,
    },
    {
      name: 'an acceptance that is missing in the provider’s account',
      of: acrossPrivateLink,
      stack: 'OverlappingCidr-PrivateLink-Acceptance',
      breaks: (resources) => resources.remove('Custom::AWS', 'Acceptance'),
      told: /accept/i,
    },
    {
      name: 'a NAT subnet that is routed back to its NAT gateway',
      of: privateNat,
      stack: 'OverlappingCidr-PrivateNat-Consumer',
      breaks: (resources) => {
        const wrong = resources.find(route, 'AttachmentRoute1');
        delete wrong.TransitGatewayId;
        wrong.NatGatewayId = { 'Fn::GetAtt': [resources.idOf('AWS::EC2::NatGateway', 'NatGateway1'), 'NatGatewayId'] };
      },
      told: /RoutableSubnet1/,
    },
    {
      name: 'NAT on one attachment only',
      of: attachmentNat,
      stack: 'OverlappingCidr-TgwNat-Routing',
      breaks: (resources) =>
        resources.remove('AWS::EC2::TransitGatewayAttachmentNatConfiguration', 'ConsumerNatConfiguration'),
      told: /private-nat|transit-gateway-nat/,
    },
    {
      name: 'a network ACL without the ephemeral ports',
      of: peering,
      stack: base,
      breaks: (resources) => addNetworkAcl(resources, { from: 8080, to: 8080 }),
      told: /Acl/,
    },
    {
      name: 'an auth policy that admits nobody',
      of: lattice,
      stack: 'VpcConnectivity-Lattice',
      breaks: (resources) => {
        const policy = resources.find('AWS::VpcLattice::AuthPolicy', 'EcsServiceAuthPolicy');
        policy.Policy = { Version: '2012-10-17', Statement: [] };
      },
      told: /policy/i,
    },
    {
      name: 'a target group without targets',
      of: peering,
      stack: base,
      breaks: (resources) => delete resources.find('AWS::ECS::Service', 'EcsService').LoadBalancers,
      told: /target/i,
    },
    {
      name: 'what the verifier does not know on the way',
      of: peering,
      stack: 'VpcConnectivity-Peering',
      breaks: (resources) =>
        resources.add('Firewall', 'AWS::NetworkFirewall::Firewall', {
          VpcId: resources.find('AWS::EC2::VPCPeeringConnection', 'Peering').VpcId,
        }),
      told: /not modelled/,
    },
  ])('finds $name', async ({ of, stack, breaks, told }) => {
    const assembly = broken(stack.startsWith('Vpc') ? apart : good, stack, breaks);
    const { holds, notes } = await decide(eachOptionConnects(of), assembly);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toMatch(told);
  });

  test('holds with a network ACL that has the ephemeral ports', async () => {
    const assembly = broken(apart, base, (resources) => addNetworkAcl(resources, { from: 1024, to: 65_535 }));
    expect(await decide(eachOptionConnects(peering), assembly)).toMatchObject({ holds: true });
  });
});

describe('nothingElseOpens', () => {
  test.each<Breakage>([
    {
      name: 'a second port',
      of: peering,
      stack: 'VpcConnectivity-Peering',
      breaks: (resources) => {
        const rule = resources.find(ingress, 'EksToEcsRulesAdmit');
        const out = resources.find('AWS::EC2::SecurityGroupEgress', 'EcsToEksRulesLetOut');
        resources.add('Second', ingress, { ...rule, FromPort: 9090, ToPort: 9090, GroupId: out.GroupId });
      },
      told: /peering opens besides: .*Ecs\/Service\/.*tcp 9090/,
    },
    {
      name: 'a rule that admits everybody to the tasks',
      of: peering,
      stack: 'VpcConnectivity-Peering',
      breaks: (resources) => {
        const { GroupId } = resources.find('AWS::EC2::SecurityGroupEgress', 'EcsToEksRulesLetOut');
        resources.add('Everybody', ingress, { GroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' });
      },
      told: /peering opens besides: .*Ecs\/Service/,
    },
    {
      name: 'tasks that admit everybody, once there is a way to them',
      of: attachmentNat,
      stack: 'OverlappingCidr-Provider',
      breaks: (resources) => {
        const GroupId = {
          'Fn::GetAtt': [resources.idOf('AWS::EC2::SecurityGroup', 'EcsTaskSecurityGroup'), 'GroupId'],
        };
        resources.add('Everybody', ingress, { GroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' });
      },
      told: /transit-gateway-nat opens besides: .*Ecs\/Service/,
    },
  ])('finds $name', async ({ of, stack, breaks, told }) => {
    const assembly = broken(stack.startsWith('Vpc') ? apart : good, stack, breaks);
    const { holds, notes } = await decide(nothingElseOpens(of), assembly);
    expect(notes.join('\n')).toMatch(told);
    expect(holds).toBe(false);
  });

  test('finds what the internet reaches', async () => {
    const assembly = broken(apart, base, (resources) => {
      const balancer = resources.find('AWS::ElasticLoadBalancingV2::LoadBalancer', 'EksBalancer');
      balancer.Scheme = 'internet-facing';
      balancer.Subnets = ['1', '2'].map((zone) => ({
        Ref: resources.idOf('AWS::EC2::Subnet', `VpcAVpcPublicSubnet${zone}`),
      }));
      const { GroupId } = { GroupId: (balancer.SecurityGroups as readonly unknown[])[0] };
      resources.add('World', ingress, {
        GroupId,
        IpProtocol: 'tcp',
        FromPort: 8080,
        ToPort: 8080,
        CidrIp: '0.0.0.0/0',
      });
    });
    const { holds, notes } = await decide(nothingElseOpens(peering), assembly);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toMatch(/the internet reach/);
  });
});

describe('everyResourceNeeded', () => {
  test('holds as the stacks are', async () => {
    expect(await decide(everyResourceNeeded(vpcConnectivity), apart)).toMatchObject({ holds: true, notes: [] });
    expect(await decide(everyResourceNeeded(overlappingCidr), good)).toMatchObject({ holds: true, notes: [] });
  });

  test('finds a rule that nothing needs', async () => {
    const assembly = broken(apart, 'VpcConnectivity-Peering', (resources) => {
      const rule = resources.find(ingress, 'EksToEcsRulesAdmit');
      resources.add('Superfluous', ingress, { ...rule, FromPort: 9090, ToPort: 9090 });
    });
    const { holds, notes } = await decide(everyResourceNeeded(peering), assembly);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toMatch(/Superfluous/);
  });

  test('does not take an option for needed that never connected', async () => {
    const assembly = broken(apart, 'VpcConnectivity-Peering', (resources) =>
      resources.remove(ingress, 'EksToEcsRules'),
    );
    const { holds, notes } = await decide(everyResourceNeeded(peering), assembly);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toMatch(/does not connect as it is/);
  });

  test('finds an excuse for what is needed', async () => {
    const [option] = peering.options;
    if (option === undefined) throw new Error('no peering');
    const stays = { 'VpcConnectivity-Peering/EksToEcsRoutes/Route1': 'no reason' };
    const { holds, notes } = await decide(everyResourceNeeded({ ...peering, options: [{ ...option, stays }] }), apart);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toMatch(/is excused and needed/);
  });
});

describe('peering-is-refused', () => {
  test('holds', async () => {
    expect(await decide(peeringIsRefused, good)).toMatchObject({ holds: true });
  });

  test('does not with CIDRs that differ', async () => {
    const different = synthesized([overlappingCidr], { overlap: false, accounts: 1 });
    expect(await decide(peeringIsRefused, different)).toMatchObject({ holds: false });
  });
});

/** Lets requests in and out on 8080, and answers on the ports, for the subnets of the tasks. */
function addNetworkAcl(resources: Resources, answers: { readonly from: number; readonly to: number }): void {
  resources.add('Acl', 'AWS::EC2::NetworkAcl', { VpcId: { Ref: resources.idOf('AWS::EC2::VPC', 'VpcB') } });
  const NetworkAclId = { Ref: 'Acl' };
  const allow = { NetworkAclId, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' };
  for (const Egress of [false, true]) {
    const name = Egress ? 'Out' : 'In';
    resources.add(`AclService${name}`, 'AWS::EC2::NetworkAclEntry', {
      ...allow,
      Egress,
      RuleNumber: 100,
      PortRange: { From: 8080, To: 8080 },
    });
    resources.add(`AclAnswers${name}`, 'AWS::EC2::NetworkAclEntry', {
      ...allow,
      Egress,
      RuleNumber: 200,
      PortRange: { From: answers.from, To: answers.to },
    });
  }
  for (const zone of ['1', '2']) {
    const SubnetId = { Ref: resources.idOf('AWS::EC2::Subnet', `VpcBVpcWorkloadSubnet${zone}`) };
    resources.add(`AclOf${zone}`, 'AWS::EC2::SubnetNetworkAclAssociation', { NetworkAclId, SubnetId });
  }
}
