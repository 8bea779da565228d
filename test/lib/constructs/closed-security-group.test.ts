import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { closedSecurityGroup } from '../../../lib/constructs/closed-security-group';
import { admit, letOut } from '../../../lib/constructs/security-group-rules';

const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

function stacks() {
  const app = new App();
  const base = new Stack(app, 'Base');
  const vpc = new Vpc(base, 'Vpc');
  const closed = (id: string) => closedSecurityGroup(base, id, { vpc, description: id });
  return { base, option: new Stack(app, 'Option'), vpc, closed };
}

describe('closedSecurityGroup', () => {
  const nothing = [Match.objectLike({ CidrIp: '255.255.255.255/32' })];

  test('states that nothing may leave, also when rules have resources of their own', () => {
    const { base, closed } = stacks();
    const [client, server] = [closed('Client'), closed('Server')];
    client.connections.allowTo(server, Port.tcp(443));
    const template = Template.fromStack(base);
    template.resourceCountIs(EGRESS, 1);
    for (const GroupDescription of ['Client', 'Server']) {
      template.hasResourceProperties('AWS::EC2::SecurityGroup', { GroupDescription, SecurityGroupEgress: nothing });
    }
  });

  test('keeps the rules of its own', () => {
    const { base, closed } = stacks();
    closed('Client').addEgressRule(Peer.ipv4('10.0.0.0/20'), Port.tcp(443));
    Template.fromStack(base).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Client',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '10.0.0.0/20', FromPort: 443 })],
    });
  });
});

describe('admit and letOut', () => {
  test('leave the stack of the security group alone', () => {
    const { base, option, closed } = stacks();
    const [client, server] = [closed('Client'), closed('Server')];
    admit(option, 'Admit', { securityGroup: server, peer: client, description: 'The client' });
    letOut(option, 'LetOut', { securityGroup: client, peer: server, description: 'The server' });
    for (const type of [INGRESS, EGRESS]) {
      Template.fromStack(base).resourceCountIs(type, 0);
      Template.fromStack(option).resourceCountIs(type, 1);
      Template.fromStack(option).hasResourceProperties(type, { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080 });
    }
  });

  test.each([
    ['a CIDR', Peer.ipv4('10.0.0.0/20'), { CidrIp: '10.0.0.0/20' }, { CidrIp: '10.0.0.0/20' }],
    [
      'a prefix list',
      Peer.prefixList('pl-12345678'),
      { SourcePrefixListId: 'pl-12345678' },
      { DestinationPrefixListId: 'pl-12345678' },
    ],
    [
      'a security group',
      Peer.securityGroupId('sg-12345678'),
      { SourceSecurityGroupId: 'sg-12345678' },
      { DestinationSecurityGroupId: 'sg-12345678' },
    ],
  ])('take %s', (_, peer, ingress, egress) => {
    const { option, closed } = stacks();
    const securityGroup = closed('Group');
    admit(option, 'Admit', { securityGroup, peer, description: 'Peer' });
    letOut(option, 'LetOut', { securityGroup, peer, description: 'Peer' });
    Template.fromStack(option).hasResourceProperties(INGRESS, ingress);
    Template.fromStack(option).hasResourceProperties(EGRESS, egress);
  });

  test('add no egress rule where everything may leave', () => {
    const { option } = stacks();
    const securityGroup = SecurityGroup.fromSecurityGroupId(option, 'Cluster', 'sg-12345678');
    const peer = Peer.ipv4('10.0.0.0/20');
    expect(letOut(option, 'LetOut', { securityGroup, peer, description: 'Peer' })).toBeUndefined();
    Template.fromStack(option).resourceCountIs(EGRESS, 0);
  });
});
