import { Match } from 'aws-cdk-lib/assertions';
import { propertiesOf, templateOf } from './templates';

describe('PeeringStack', () => {
  const template = templateOf('Peering');

  test('lets names resolve to private addresses on both sides, also after an update', () => {
    const [[, call] = []] = propertiesOf('Peering', 'Custom::AWS');
    for (const event of [call?.Create, call?.Update]) {
      const text = JSON.stringify(event);
      expect(text).toContain('modifyVpcPeeringConnectionOptions');
      for (const side of ['Requester', 'Accepter']) {
        const option = `${side}PeeringConnectionOptions\\":{\\"AllowDnsResolutionFromRemoteVpc\\":true}`;
        expect(text).toContain(option);
      }
    }
  });

  test('may change this peering connection only', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'ec2:ModifyVpcPeeringConnectionOptions',
            Resource: {
              'Fn::Join': ['', Match.arrayWith([':vpc-peering-connection/', { 'Fn::GetAtt': ['Peering', 'Id'] }])],
            },
          },
        ],
      },
    });
  });

  test('names the other security group only once the VPCs are peered', () => {
    for (const direction of ['Ingress', 'Egress']) {
      template.allResources(`AWS::EC2::SecurityGroup${direction}`, { DependsOn: ['Peering'] });
    }
  });
});
