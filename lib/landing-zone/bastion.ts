import { Aws, CfnOutput, Fn, Validations } from 'aws-cdk-lib';
import {
  AmazonLinuxCpuType,
  BlockDeviceVolume,
  CfnEIP,
  CpuCredits,
  EbsDeviceVolumeType,
  HttpTokens,
  Instance,
  InstanceClass,
  InstanceSize,
  InstanceType,
  MachineImage,
  Peer,
  type SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../constructs/closed-security-group';
import { bastionCommands } from './bastion-commands';
import type { LandingZoneNetwork } from './network';
import type { PrivateCluster } from './private-cluster';
import { HTTPS, letIn, letOut } from './rules';

/**
 * What the agent calls for sessions, and nothing else of Systems Manager.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
const SESSION_MANAGER = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];
const SSH = 22;

export interface BastionProps {
  readonly network: LandingZoneNetwork;
  readonly cluster: PrivateCluster;
  /** IPv4 CIDR. @default - nobody may connect to it */
  readonly sshFrom?: string;
}

/**
 * The instance from which the cluster is administered, in a public subnet as the task wants it. Nobody connects to it: its
 * agent connects to Session Manager, which opens shells, and tunnels to the API server for a kubectl on one's own machine.
 * With `sshFrom` it takes SSH from there as well, and keeps an Elastic IP address; keys last a minute, by EC2 Instance
 * Connect, so that there is none to lose. Its role is an administrator of the cluster by an access entry: no access key.
 *
 * Idle cost in us-east-1: t4g.nano 0.0042 USD x 730 h = 3.07 USD, its public IPv4 address 3.65 USD, 8 GiB of gp3 0.64 USD.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-connect-methods.html
 */
export class Bastion extends Construct {
  readonly instance: Instance;
  readonly role: Role;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { network, cluster, sshFrom }: BastionProps) {
    super(scope, id);
    this.securityGroup = closedSecurityGroup(this, 'SecurityGroup', { vpc: network.vpc, description: 'Bastion' });
    this.role = this.createRole(cluster);
    this.connect(network, cluster, sshFrom);
    this.instance = new Instance(this, 'Instance', {
      vpc: network.vpc,
      vpcSubnets: { subnets: network.publicSubnets.slice(0, 1) },
      associatePublicIpAddress: true,
      instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.NANO),
      // The newest one at each deployment: the instance holds nothing, and is replaced instead of patched.
      machineImage: MachineImage.latestAmazonLinux2023({ cpuType: AmazonLinuxCpuType.ARM_64 }),
      securityGroup: this.securityGroup,
      role: this.role,
      // Unlimited, which T4g is by default, would cost more while somebody works on it.
      creditSpecification: CpuCredits.STANDARD,
      httpTokens: HttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(8, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
        },
      ],
      userDataCausesReplacement: true,
    });
    this.instance.addUserData(...bastionCommands(cluster.cluster));
    // Its first start downloads: rules, which are below the security group, and routes have to be there.
    this.instance.node.addDependency(this.securityGroup, network);
    Validations.of(this.instance).acknowledge(
      { id: 'AwsSolutions-EC28', reason: 'Metrics every minute of an instance that waits cost more than they tell.' },
      {
        id: 'AwsSolutions-EC26',
        reason: 'The rule stumbles over the launch template of the nodes; the volume is encrypted.',
      },
      { id: 'AwsSolutions-EC29', reason: 'It holds nothing: a deployment makes another one.' },
    );
    // It comes with the instance and follows it when that is replaced; otherwise any public address will do.
    if (sshFrom !== undefined) new CfnEIP(this, 'Address', { domain: 'vpc', instanceId: this.instance.instanceId });
    this.tellCommands(cluster, sshFrom);
  }

  private createRole({ cluster }: PrivateCluster): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    // AmazonSSMManagedInstanceCore would do, and also read every parameter of the account.
    role.addToPolicy(new PolicyStatement({ actions: [...SESSION_MANAGER], resources: ['*'] }));
    // `aws eks update-kubeconfig` asks for the address and the certificate authority.
    role.addToPolicy(new PolicyStatement({ actions: ['eks:DescribeCluster'], resources: [cluster.clusterArn] }));
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The channels of Session Manager know no resources.',
    });
    cluster.grantClusterAdmin('Bastion', role.roleArn);
    return role;
  }

  private connect({ endpoints }: LandingZoneNetwork, { apiSecurityGroup }: PrivateCluster, sshFrom?: string): void {
    const https = { protocol: 'tcp', port: HTTPS } as const;
    const group = this.securityGroup;
    const self = Peer.securityGroupId(group.securityGroupId);
    letOut(group, 'Out', group, Peer.anyIpv4(), { ...https, description: 'API server, Session Manager, packages' });
    letIn(this, 'ToApi', apiSecurityGroup, self, { ...https, description: 'Administration from the bastion' });
    // The names of AWS's APIs mean the endpoints everywhere in the VPC, also where there is a way around them.
    endpoints?.admit(group, 'ToEndpoints', group, 'administration');
    if (sshFrom === undefined) return;
    letIn(group, 'Ssh', group, Peer.ipv4(sshFrom), { protocol: 'tcp', port: SSH, description: 'Administrators' });
  }

  private tellCommands({ cluster }: PrivateCluster, sshFrom?: string): void {
    const tell = (id: string, value: string): void => void new CfnOutput(this, id, { value });
    const host = Fn.select(1, Fn.split('//', cluster.clusterEndpoint));
    const target = `--region ${Aws.REGION} --target ${this.instance.instanceId}`;
    const forward = '--document-name AWS-StartPortForwardingSessionToRemoteHost --parameters';
    tell('Shell', `aws ssm start-session ${target}`);
    tell('Tunnel', `aws ssm start-session ${target} ${forward} host=${host},portNumber=443,localPortNumber=8443`);
    tell('Kubectl', `kubectl --server https://localhost:8443 --tls-server-name ${host} get nodes`);
    if (sshFrom === undefined) return;
    tell(
      'Ssh',
      `aws ec2-instance-connect ssh --connection-type direct --region ${Aws.REGION} --instance-id ${this.instance.instanceId}`,
    );
  }
}
