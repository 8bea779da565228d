import { Match } from 'aws-cdk-lib/assertions';
import { propertiesOf, references, templateOf } from './templates';

describe('TransitGatewayStack', () => {
  const template = templateOf('TransitGateway');

  test('joins nothing by default', () => {
    template.hasResourceProperties('AWS::EC2::TransitGateway', {
      AutoAcceptSharedAttachments: 'disable',
      DefaultRouteTableAssociation: 'disable',
      DefaultRouteTablePropagation: 'disable',
    });
  });

  test('is attached to both VPCs in every zone, and each attachment is associated and propagated', () => {
    const attachments = propertiesOf('TransitGateway', 'AWS::EC2::TransitGatewayAttachment');
    expect(attachments.map(([, { SubnetIds }]) => references(SubnetIds).map((id) => id.slice(0, 22)))).toEqual([
      ['VpcAVpcWorkloadSubnet1', 'VpcAVpcWorkloadSubnet2'],
      ['VpcBVpcWorkloadSubnet1', 'VpcBVpcWorkloadSubnet2'],
    ]);
    for (const what of ['Association', 'Propagation']) {
      const found = propertiesOf('TransitGateway', `AWS::EC2::TransitGatewayRouteTable${what}`);
      expect(found.map(([, { TransitGatewayAttachmentId }]) => TransitGatewayAttachmentId)).toEqual(
        attachments.map(([id]) => ({ 'Fn::GetAtt': [id, 'Id'] })),
      );
    }
  });

  test('knows security groups on both sides, and names none in egress', () => {
    template.hasResourceProperties('AWS::EC2::TransitGateway', { SecurityGroupReferencingSupport: 'enable' });
    template.allResourcesProperties('AWS::EC2::TransitGatewayAttachment', {
      Options: { DnsSupport: 'enable', SecurityGroupReferencingSupport: 'enable' },
    });
    const egress = propertiesOf('TransitGateway', 'AWS::EC2::SecurityGroupEgress').map(([, { CidrIp }]) => CidrIp);
    expect(egress).toEqual(['10.0.0.0/20', '10.0.16.0/20']);
  });

  test('routes to it only once the VPCs are attached', () => {
    const [vpcA, vpcB] = propertiesOf('TransitGateway', 'AWS::EC2::TransitGatewayAttachment').map(([id]) => id);
    template.allResources('AWS::EC2::Route', { DependsOn: Match.arrayWith([vpcA, vpcB]) });
  });
});
