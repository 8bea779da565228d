import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import { context } from '../../../cdk.json';
import { EcsService } from '../../../lib/constructs/ecs-service';
import { WorkloadVpc } from '../../../lib/constructs/workload-vpc';

function templateWith(internetEgress: boolean): Template {
  const stack = new Stack(new App({ context: { ...context, [DISABLE_ASSET_STAGING_CONTEXT]: true } }), 'Stack');
  new EcsService(stack, 'Service', {
    network: new WorkloadVpc(stack, 'Network', { cidr: '10.0.0.0/16', internetEgress }),
  });
  return Template.fromStack(stack);
}

describe('WorkloadVpc', () => {
  test('has no internet gateway without internet egress, and the endpoints that tasks need', () => {
    const template = templateWith(false);
    for (const type of ['InternetGateway', 'NatGateway', 'Route']) template.resourceCountIs(`AWS::EC2::${type}`, 0);
    const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint')).map(
      ({ Properties }) => Properties,
    );
    expect(endpoints.map(({ ServiceName }) => JSON.stringify(ServiceName))).toEqual([
      expect.stringContaining('.s3'),
      expect.stringContaining('.ecr.api'),
      expect.stringContaining('.ecr.dkr'),
      expect.stringContaining('.logs'),
    ]);
    const [s3, ...interfaces] = endpoints;
    expect(s3.RouteTableIds).toHaveLength(2);
    for (const { SubnetIds, PrivateDnsEnabled } of interfaces) {
      expect(SubnetIds).toHaveLength(1);
      expect(PrivateDnsEnabled).toBe(true);
    }
  });

  test('lets only the tasks use the endpoints, and the tasks use only the endpoints', () => {
    const template = templateWith(false);
    const tasks = { 'Fn::GetAtt': [Match.stringLikeRegexp('^ServiceTaskSecurityGroup'), 'GroupId'] };
    const endpoints = { 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkEndpointSecurityGroup'), 'GroupId'] };
    const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      ...https,
      GroupId: endpoints,
      SourceSecurityGroupId: tasks,
    });
    const egress = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress'))
      .map(({ Properties }) => Properties)
      .filter(({ GroupId }) => JSON.stringify(GroupId).includes('TaskSecurityGroup'));
    expect(egress).toEqual([
      expect.objectContaining({ ...https, DestinationSecurityGroupId: expect.anything() }),
      expect.objectContaining({ ...https, DestinationPrefixListId: expect.anything() }),
    ]);
  });

  test('has one NAT gateway with internet egress, and one default route for each zone', () => {
    const template = templateWith(true);
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    const routes = Object.values(template.findResources('AWS::EC2::Route')).map(({ Properties }) => Properties);
    expect(routes.filter(({ NatGatewayId }) => NatGatewayId !== undefined)).toHaveLength(2);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Tasks of the sample service',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  test.each([true, false])('leaves no logs behind with internet egress %s', (internetEgress) => {
    const template = templateWith(internetEgress);
    template.allResources('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 30, LogGroupName: Match.absent() },
    });
    template.allResourcesProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogGroup: { Ref: Match.anyValue() } },
    });
    template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });
});

describe('EcsService', () => {
  test('runs two tasks that roll back by themselves, as nobody in particular', () => {
    const template = templateWith(false);
    template.hasResourceProperties('AWS::ECS::Service', {
      DesiredCount: 2,
      LaunchType: 'FARGATE',
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '256',
      Memory: '512',
      RuntimePlatform: { CpuArchitecture: 'ARM64' },
      ContainerDefinitions: [Match.objectLike({ ReadonlyRootFilesystem: true, Command: ['server.mjs', 'ecs'] })],
    });
  });

  test('takes connections of its balancer only', () => {
    const ingress = Object.values(templateWith(true).findResources('AWS::EC2::SecurityGroupIngress'));
    expect(ingress.map(({ Properties }) => [Properties.FromPort, Properties.ToPort])).toEqual([[8080, 8080]]);
    expect(JSON.stringify(ingress[0]?.Properties.SourceSecurityGroupId)).toContain('BalancerSecurityGroup');
  });
});
