import { Stack } from 'aws-cdk-lib';
import {
  CfnNetworkAcl,
  CfnNetworkAclEntry,
  CfnRoute,
  CfnSubnetNetworkAclAssociation,
  CfnVPCEndpoint,
  CfnVPCPeeringConnection,
  Instance,
  InstanceType,
  IpAddresses,
  type ISubnet,
  MachineImage,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  VpcEndpointService,
} from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { InstanceTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { decide } from '../../../../lib/reachability/decide';
import type { NetworkModel } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import type { Verdict } from '../../../../lib/reachability/verdict';
import { named, synthesized } from './stacks';

const port = 8080;
const Private = { name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED };
const isolated = { maxAzs: 1, natGateways: 0, subnetConfiguration: [Private] };

/** A host in the first private subnet of a VPC, and its security group. */
function host(vpc: Vpc, id: string): { readonly instance: Instance; readonly group: SecurityGroup } {
  const [subnet] = vpc.isolatedSubnets.length > 0 ? vpc.isolatedSubnets : vpc.privateSubnets;
  const group = new SecurityGroup(vpc.stack, `${id}Group`, { vpc });
  const instance = new Instance(vpc.stack, id, {
    vpc,
    vpcSubnets: { subnets: [subnet as ISubnet] },
    instanceType: new InstanceType('t4g.nano'),
    machineImage: MachineImage.genericLinux({ 'us-east-1': 'ami-1' }),
    securityGroup: group,
  });
  return { instance, group };
}

const ask = (model: NetworkModel, from: string, to: string): Verdict =>
  decide(new Network(model), {
    from: { networkInterfaceId: named(model.networkInterfaces, from).id },
    to: { componentId: named([...model.networkInterfaces, ...model.vpcEndpoints], to).id },
    protocol: 'tcp',
    port,
  });

describe('two VPCs of one account with a peering connection', () => {
  const peered = ({ back = true, admit = 'server', ephemeral = true, owner = '' }) =>
    synthesized((app) => {
      const stack = new Stack(app, 'S');
      const client = new Vpc(stack, 'Client', { ...isolated, ipAddresses: IpAddresses.cidr('10.0.0.0/16') });
      const server = new Vpc(stack, 'Server', { ...isolated, ipAddresses: IpAddresses.cidr('10.1.0.0/16') });
      const from = host(client, 'From');
      const to = host(server, 'To');
      (admit === 'server' ? to : from).group.addIngressRule(Peer.ipv4(client.vpcCidrBlock), Port.tcp(port));
      const peerOwnerId = owner === '' ? undefined : owner;
      const { attrId } = new CfnVPCPeeringConnection(stack, 'Peering', {
        vpcId: client.vpcId,
        peerVpcId: server.vpcId,
        peerOwnerId,
      });
      const route = (vpc: Vpc, destinationCidrBlock: string) =>
        vpc.isolatedSubnets.map(
          ({ routeTable: { routeTableId }, node }) =>
            new CfnRoute(stack, `Route${node.addr}`, {
              routeTableId,
              destinationCidrBlock,
              vpcPeeringConnectionId: attrId,
            }),
        );
      route(client, '10.1.0.0/16');
      if (back) route(server, '10.0.0.0/16');
      const { ref: networkAclId } = new CfnNetworkAcl(stack, 'Acl', { vpcId: client.vpcId });
      const entry = (id: string, egress: boolean, [first, last]: readonly [number, number]) =>
        new CfnNetworkAclEntry(stack, id, {
          networkAclId,
          egress,
          protocol: 6,
          ruleAction: 'allow',
          ruleNumber: 100,
          cidrBlock: '10.1.0.0/16',
          portRange: { from: first, to: last },
        });
      entry('Out', true, [port, port]);
      entry('In', false, ephemeral ? [1024, 65535] : [port, port]);
      const [subnet] = client.isolatedSubnets;
      new CfnSubnetNetworkAclAssociation(stack, 'Of', { networkAclId, subnetId: subnet?.subnetId ?? '' });
    });

  test('reach each other the way that the template opens, and only that', () => {
    const model = peered({});
    expect(model.notModelled).toEqual([]);
    expect(ask(model, 'S/From', 'S/To')).toMatchObject({ verdict: 'reachable', notModelled: [] });
    expect(ask(model, 'S/To', 'S/From').verdict).toBe('blocked');
  });

  test.each([
    ['there is no route back', { back: false }, 'route-table', /PrivateSubnet1RouteTable/, 'return'],
    ['the rule is on the wrong side', { admit: 'client' }, 'security-group', /^S\.ToGroup/, 'forward'],
    ['the network ACL lets no ephemeral ports in', { ephemeral: false }, 'network-acl', /^S\./, 'return'],
    ['nobody accepted the peering', { owner: '222222222222' }, 'vpc-peering-connection', /^S\.Peering/, 'forward'],
  ])('do not when %s', (_, broken, type, component, direction) => {
    const { verdict, blockedBy } = ask(peered(broken), 'S/From', 'S/To');
    expect(verdict).toBe('blocked');
    expect(blockedBy).toContainEqual(
      expect.objectContaining({ type, direction, component: expect.stringMatching(component) }),
    );
  });
});

describe('an endpoint of a Network Load Balancer in a VPC of the same CIDR', () => {
  const linked = ({ acceptanceRequired = false }) =>
    synthesized((app) => {
      const provider = new Stack(app, 'Provider');
      const server = new Vpc(provider, 'Vpc', isolated);
      const to = host(server, 'To');
      to.group.addIngressRule(Peer.ipv4(server.vpcCidrBlock), Port.tcp(port));
      const balancer = new NetworkLoadBalancer(provider, 'Balancer', {
        vpc: server,
        vpcSubnets: { subnets: server.isolatedSubnets },
      });
      balancer.addListener('Listener', { port }).addTargets('To', { port, targets: [new InstanceTarget(to.instance)] });
      const service = new VpcEndpointService(provider, 'Service', {
        vpcEndpointServiceLoadBalancers: [balancer],
        acceptanceRequired,
      });
      const consumer = new Stack(app, 'Consumer');
      const vpc = new Vpc(consumer, 'Vpc', isolated);
      const group = new SecurityGroup(consumer, 'Group', { vpc });
      group.addIngressRule(host(vpc, 'From').group, Port.tcp(port));
      new CfnVPCEndpoint(consumer, 'Endpoint', {
        vpcEndpointType: 'Interface',
        vpcId: vpc.vpcId,
        subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
        securityGroupIds: [group.securityGroupId],
        serviceName: service.vpcEndpointServiceName,
      });
    });

  test('leads to the instance behind it', () => {
    const { verdict, forward, notModelled } = ask(linked({}), 'Consumer/From', 'Consumer.Endpoint');
    expect({ verdict, notModelled }).toEqual({ verdict: 'reachable', notModelled: [] });
    expect(forward.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['endpoint-service', 'load-balancer', 'target-group']),
    );
  });

  test('waits for its acceptance', () => {
    const { verdict, blockedBy } = ask(linked({ acceptanceRequired: true }), 'Consumer/From', 'Consumer.Endpoint');
    expect(verdict).toBe('blocked');
    expect(blockedBy.map(({ type }) => type)).toEqual(expect.arrayContaining([expect.stringMatching(/endpoint/)]));
  });
});

test('what cannot be resolved is never a silent yes', () => {
  const model = synthesized((app) => {
    const stack = new Stack(app, 'S');
    const vpc = new Vpc(stack, 'Vpc', { ...isolated, maxAzs: 1 });
    const to = host(vpc, 'To');
    to.group.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcp(port));
    host(vpc, 'From');
    to.instance.addSecurityGroup(SecurityGroup.fromSecurityGroupId(stack, 'Elsewhere', 'sg-0123456789abcdef0'));
  });
  const { notModelled } = ask(model, 'S/From', 'S/To');
  expect(notModelled).toMatchObject([{ component: 'sg-0123456789abcdef0', type: 'AWS::EC2::SecurityGroup' }]);
});
