import { RemovalPolicy } from 'aws-cdk-lib';
import { Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { closedSecurityGroup } from '../../constructs/closed-security-group';
import { uniqueName } from '../unique-name';
import type { ChatNetwork } from './network';

/** GB: presence is some hundred bytes a user, and what is published is not kept. */
const STORED_MOST = 1;

/**
 * ElastiCache processing units a second, one for each KB that a command moves: what a faulty server may spend at most,
 * 0.83 USD an hour. Beyond it commands are throttled, which an alarm tells of; history does not depend on it.
 */
const UNITS_MOST = 100_000;

/**
 * ElastiCache Serverless for Valkey: carries messages between servers by sharded pub/sub, and knows who is there.
 *
 * Serverless and not nodes: idle it is charged for 100 MB, 0.1 GB x 0.084 USD x 730 h = 6.13 USD a month in us-east-1, in
 * two zones and with fail-over, where two cache.t4g.micro are 18.69 USD and have to be sized. Its units are paid for:
 * each published KB once, and once for each server that it goes to, 0.0023 USD a million. 2,000 KB a second around
 * the clock are 12 USD, and above that nodes cost less, and the servers speak to a cluster either way.
 * https://aws.amazon.com/elasticache/pricing/
 *
 * It is always a cluster with TLS; its one address stands for all slots.
 *
 * It asks for no password. Who may talk to it is decided by its security group, which admits the servers and nobody else.
 * A token of IAM is good for 12 hours and has to be sent again on each connection before, which ioredis does not do; a
 * password in an environment variable would be one more secret to turn over, and would guard nothing that the security group
 * does not. What passes through can be read by every server anyway.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/RedisConfiguration.html
 */
export class ChatCache extends Construct {
  /** `rediss://host:port` */
  readonly url: string;
  /** As metrics name it. */
  readonly name: string;
  /** Admits nobody until `admit`. */
  private readonly securityGroup: SecurityGroup;
  private readonly resource: CfnServerlessCache;

  constructor(scope: Construct, id: string, { vpc, privateSubnets }: ChatNetwork) {
    super(scope, id);
    this.securityGroup = closedSecurityGroup(this, 'SecurityGroup', { vpc, description: 'Cache of the chat' });
    // It cannot be made without a name.
    this.name = uniqueName(this, 'chat');
    this.resource = new CfnServerlessCache(this, 'Cache', {
      serverlessCacheName: this.name,
      description: 'Messages between the servers of the chat, and presence',
      engine: 'valkey',
      majorEngineVersion: '8',
      subnetIds: [...privateSubnets.subnetIds],
      securityGroupIds: [this.securityGroup.securityGroupId],
      cacheUsageLimits: {
        dataStorage: { maximum: STORED_MOST, unit: 'GB' },
        ecpuPerSecond: { maximum: UNITS_MOST },
      },
      // What is in it is worth nothing a minute later.
      snapshotRetentionLimit: 0,
    });
    this.resource.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.url = `rediss://${this.resource.attrEndpointAddress}:${this.resource.attrEndpointPort}`;
  }

  /**
   * Lets servers connect: to 6379, where everything is written and published, and to 6380, where a cluster's client may
   * read.
   *
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
   */
  admit(servers: SecurityGroup): void {
    servers.connections.allowTo(this.securityGroup, Port.tcpRange(6379, 6380), 'Cache');
  }
}
