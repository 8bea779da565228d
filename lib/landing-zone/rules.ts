import {
  CfnSecurityGroupEgress,
  CfnSecurityGroupIngress,
  type IPeer,
  type ISecurityGroup,
  Peer,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** HTTPS, which all APIs of AWS and Kubernetes speak. */
export const HTTPS = 443;

/** What one side opens. */
export interface Opening {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** Ends up at the rule in the console. */
  readonly description: string;
}

/** Both rules that a connection between two security groups takes, each a resource that says what for. */
export class Connection extends Construct {
  constructor(scope: Construct, id: string, from: ISecurityGroup, to: ISecurityGroup, opening: Opening) {
    super(scope, id);
    letOut(this, 'Out', from, Peer.securityGroupId(to.securityGroupId), opening);
    letIn(this, 'In', to, Peer.securityGroupId(from.securityGroupId), opening);
  }
}

/** A rule by which a security group admits a peer. */
export function letIn(scope: Construct, id: string, group: ISecurityGroup, peer: IPeer, opening: Opening): void {
  new CfnSecurityGroupIngress(scope, id, {
    groupId: group.securityGroupId,
    ...peer.toIngressRuleConfig(),
    ...ruleOf(opening),
  });
}

/** A rule by which a security group lets its members connect to a peer. */
export function letOut(scope: Construct, id: string, group: ISecurityGroup, peer: IPeer, opening: Opening): void {
  new CfnSecurityGroupEgress(scope, id, {
    groupId: group.securityGroupId,
    ...peer.toEgressRuleConfig(),
    ...ruleOf(opening),
  });
}

const ruleOf = ({ protocol, port, description }: Opening) => ({
  ipProtocol: protocol,
  fromPort: port,
  toPort: port,
  description,
});
