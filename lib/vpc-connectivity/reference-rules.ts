import { Peer } from 'aws-cdk-lib/aws-ec2';
import { Construct, type IDependable } from 'constructs';
import { admit, letOut } from '../constructs/security-group-rules';
import type { Direction } from './direction';

export interface ReferenceRulesProps extends Direction {
  /** What makes the other VPC's security group known. */
  readonly dependency: IDependable;

  /**
   * How the client's rule names the server: by its security group, or by the CIDRs of its subnets.
   *
   * @default 'security group'
   */
  readonly egressTo?: 'security group' | 'subnets';
}

/** The client's security group may open SERVICE_PORT of the server's load balancer, and nobody else may. */
export class ReferenceRules extends Construct {
  constructor(scope: Construct, id: string, props: ReferenceRulesProps) {
    super(scope, id);
    const { client, server, dependency, egressTo = 'security group' } = props;
    const admitted = admit(this, 'Admit', {
      securityGroup: server.loadBalancerSecurityGroup,
      peer: client.workloadSecurityGroup,
      description: 'The service of the other VPC',
    });
    admitted.node.addDependency(dependency);
    const peers =
      egressTo === 'security group'
        ? [server.loadBalancerSecurityGroup]
        : server.network.workloadSubnets.map(({ ipv4CidrBlock }) => Peer.ipv4(ipv4CidrBlock));
    for (const [index, peer] of peers.entries()) {
      const out = letOut(this, `LetOut${index + 1}`, {
        securityGroup: client.workloadSecurityGroup,
        peer,
        description: 'The load balancer of the other VPC',
      });
      out?.node.addDependency(dependency);
    }
  }
}
