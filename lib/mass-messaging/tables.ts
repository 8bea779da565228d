import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

/**
 * What is remembered. Four tables and not one: they have other writers, other lifetimes and other loads, so that least
 * privilege, backups and throttles are told by table. On demand none of them costs anything while nothing happens.
 */
export class Tables extends Construct {
  /** An item for each campaign: what it says, and whether it was stopped. People change it. */
  readonly campaigns: Table;

  /** An item for each record of recipients: which of them ended, and how. Only the sender writes it. */
  readonly ledger: Table;

  /** An item for each person who wants no messages. Another system writes it, and it is what must not be lost. */
  readonly optOuts: Table;

  /** One item for each provider, which every invocation of the sender updates. */
  readonly rateLimits: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.campaigns = createTable(this, 'Campaigns', { key: 'campaign' });
    this.ledger = createTable(this, 'Ledger', {
      key: 'pk',
      timeToLive: 'expiresAt',
      noBackups: 'Its items expire by themselves, and restored ones would be older than what was sent since.',
    });
    this.optOuts = createTable(this, 'OptOuts', { key: 'recipient' });
    this.rateLimits = createTable(this, 'RateLimits', {
      key: 'provider',
      noBackups: 'Its one item holds the time of the next free slot, which the next reservation sets anew.',
    });
  }
}

interface TableProps {
  /** Partition key, a string. */
  readonly key: string;
  /** Attribute with the second since 1970 after which an item goes. @default - it stays */
  readonly timeToLive?: string;
  /** Why it cannot be restored to a point in time. @default - it can */
  readonly noBackups?: string;
}

function createTable(scope: Construct, id: string, { key, timeToLive, noBackups }: TableProps): Table {
  const table = new Table(scope, id, {
    partitionKey: { name: key, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.DEFAULT,
    timeToLiveAttribute: timeToLive,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: noBackups === undefined },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  if (noBackups) Validations.of(table).acknowledge({ id: 'AwsSolutions-DDB3', reason: noBackups });
  return table;
}
