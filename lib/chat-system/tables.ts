import { CfnRule, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  CfnGlobalTable,
  type ITableV2,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { messagesTable, roomsTable, sessionsTable, type TableKeys } from '../../services/chat-system/store/table-keys';
import type { GlobalTableConfig, HomeConfig } from './config';
import { REGION_SETS } from './region-sets';

export interface TablesProps {
  /** Whether what is stored can be followed by DynamoDB Streams. @default false */
  readonly stream?: boolean;

  /** @default - one Region */
  readonly globalTable?: GlobalTableConfig;

  /** Whose tables these are, which have replicas here. @default - the stack's own */
  readonly home?: HomeConfig;
}

/**
 * The history of the rooms, and the rooms with who is in them. On demand neither costs anything while nobody talks.
 *
 * As global tables both are strongly consistent in three Regions: a conditional write sees what any Region has written,
 * so that a room has one order everywhere. That is why nothing here needs a transaction or a time to live, which such
 * tables do not have.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class Tables extends Construct {
  /** An item for each batch of messages. */
  readonly messages: ITableV2;

  /** An item for each room with its members, and one for each member with a room. */
  readonly rooms: ITableV2;

  constructor(scope: Construct, id: string, { stream = false, globalTable, home }: TablesProps = {}) {
    super(scope, id);
    if (home) {
      this.messages = TableV2.fromTableName(this, 'Messages', home.messagesTable);
      this.rooms = TableV2.fromTableName(this, 'Rooms', home.roomsTable);
      return;
    }
    this.messages = createTable(this, 'Messages', messagesTable, { stream, globalTable });
    this.rooms = createTable(this, 'Rooms', roomsTable, { globalTable });
    if (globalTable) demandRegion(this, globalTable);
  }

  /**
   * Lets somebody add messages and read them, and make and change rooms. Nobody changes or deletes a message, nor scans a
   * table.
   */
  grantUse(grantee: IGrantable): void {
    this.messages.grant(grantee, 'dynamodb:PutItem', 'dynamodb:Query');
    this.rooms.grant(
      grantee,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
  }
}

/**
 * Connections, presence and rates of the functions. They are of one Region and expire by themselves; as an item stays for
 * up to days after its time, whoever reads filters by it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export class SessionsTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      ...keysOf(sessionsTable),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      timeToLiveAttribute: sessionsTable.timeToLive,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'Its items are connections, which are gone when the table is restored.',
    });
  }
}

/** The Region of the stack is known at deployment only: CloudFormation refuses one that is not of the set, or a replica. */
function demandRegion(scope: Construct, { replicaRegions }: GlobalTableConfig): void {
  const set = REGION_SETS.find((regions) => replicaRegions.every((region) => regions.includes(region))) ?? [];
  const left = set.filter((region) => !replicaRegions.includes(region));
  new CfnRule(scope, 'Region', {
    assertions: [
      {
        assert: Fn.conditionContains(left, Stack.of(scope).region),
        assertDescription: `A stack with replicas in ${replicaRegions.join(' and ')} is deployed to ${left.join(' or ')}`,
      },
    ],
  });
}

const typeOf = { S: AttributeType.STRING, N: AttributeType.NUMBER } as const;

function keysOf({ partition, sort }: TableKeys): { readonly partitionKey: Attribute; readonly sortKey: Attribute } {
  return {
    partitionKey: { name: partition.name, type: typeOf[partition.type] },
    sortKey: { name: sort.name, type: typeOf[sort.type] },
  };
}

function createTable(scope: Construct, id: string, keys: TableKeys, { stream, globalTable }: TablesProps): TableV2 {
  const table = new TableV2(scope, id, {
    ...keysOf(keys),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.dynamoOwnedKey(),
    ...(stream ? { dynamoStream: StreamViewType.NEW_IMAGE } : {}),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  if (globalTable) replicate(table, globalTable);
  return table;
}

/** TableV2 takes replicas only where the stack's own Region is known at synth. */
function replicate(table: TableV2, { replicaRegions }: GlobalTableConfig): void {
  const resource = table.node.defaultChild;
  if (!(resource instanceof CfnGlobalTable)) throw new Error(`${table.node.path} has no resource`);
  resource.replicas = [...replicaRegions, table.stack.region].map((region) => ({
    region,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  }));
  resource.multiRegionConsistency = 'STRONG';
}
