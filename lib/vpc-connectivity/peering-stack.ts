import { Stack } from 'aws-cdk-lib';
import { CfnVPCPeeringConnection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { directions, type OptionProps } from './direction';
import { PeeringDns } from './peering-dns';
import { ReferenceRules } from './reference-rules';
import { VpcRoutes } from './vpc-routes';

/** The VPCs are peered: no hourly price, no other hop, and whole networks that routes join and security groups part. */
export class PeeringStack extends Stack {
  constructor(scope: Construct, id: string, services: OptionProps) {
    super(scope, id, { description: 'EKS and ECS talk through a VPC peering connection' });
    const peering = new CfnVPCPeeringConnection(this, 'Peering', {
      vpcId: services.eks.network.vpc.vpcId,
      peerVpcId: services.ecs.network.vpc.vpcId,
    });
    new PeeringDns(this, 'Dns', peering);
    for (const [name, { client, server }] of Object.entries(directions(services))) {
      new VpcRoutes(this, `${name}Routes`, {
        from: client.network,
        to: server.network,
        target: { vpcPeeringConnectionId: peering.attrId },
      });
      new ReferenceRules(this, `${name}Rules`, { client, server, dependency: peering });
    }
  }
}
