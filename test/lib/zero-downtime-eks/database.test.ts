import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { context } from '../../../cdk.json';
import { WorkloadVpc } from '../../../lib/constructs/workload-vpc';
import { PaymentDatabase } from '../../../lib/zero-downtime-eks/database';

const stack = new Stack(new App({ context }), 'Test');
const network = new WorkloadVpc(stack, 'Network', { cidr: '10.0.0.0/16', internetEgress: true });
const database = new PaymentDatabase(stack, 'Database', { vpc: network.vpc, subnets: network.workloadSubnets });
database.grantConnect(new Role(stack, 'Pods', { assumedBy: new ServicePrincipal('pods.eks.amazonaws.com') }));
const template = Template.fromStack(stack);

describe('PaymentDatabase', () => {
  test('is encrypted, never pauses, is backed up, and is gone with the stack', () => {
    template.hasResource('AWS::RDS::DBCluster', {
      DeletionPolicy: 'Delete',
      Properties: {
        StorageEncrypted: true,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
        BackupRetentionPeriod: 7,
        EnableIAMDatabaseAuthentication: true,
        ManageMasterUserPassword: true,
        MasterUserPassword: Match.absent(),
      },
    });
  });

  test('has a reader in another zone, as large as the writer', () => {
    const instances = Object.values(template.findResources('AWS::RDS::DBInstance'));
    expect(instances).toHaveLength(2);
    expect(new Set(instances.map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone))).size).toBe(2);
    // Tiers 0 and 1 scale with the writer.
    expect(instances.map(({ Properties }) => Properties.PromotionTier).sort()).toEqual([0, 1]);
    expect(instances.map(({ Properties }) => Properties.AutoMinorVersionUpgrade)).toEqual([false, false]);
  });

  test('is reached through a proxy that demands TLS and IAM, and knows no secret', () => {
    template.hasResourceProperties('AWS::RDS::DBProxy', {
      RequireTLS: true,
      DefaultAuthScheme: 'IAM_AUTH',
      Auth: Match.absent(),
    });
  });

  test('admits nobody but the proxy', () => {
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
    expect(rules.map(({ Properties }) => Properties.SourceSecurityGroupId)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseProxySecurityGroup/), 'GroupId'] },
    ]);
  });

  test('lets pods and proxy log in as one user each', () => {
    const resources = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'rds-db:connect')
      .map(({ Resource }) => JSON.stringify(Resource));
    expect(resources).toHaveLength(2);
    expect(resources.filter((resource) => !resource.includes('/payments"'))).toEqual([]);
  });

  test('makes the user before the proxy needs it, after there is an instance to ask', () => {
    const [user] = Object.values(template.findResources('Custom::AWS'));
    expect(JSON.stringify(user?.Properties.Create)).toContain('GRANT rds_iam TO payments');
    expect(user?.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^DatabaseClusterWriter/)]));
    template.hasResource('AWS::RDS::DBProxy', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^DatabaseUserCreate')]),
    });
  });
});
