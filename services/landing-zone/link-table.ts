import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { dayOf, deletionOf, type VisitsByDay } from './expiry-and-visits';
import { type Link, randomCode } from './link';

/**
 * Keys of the table, which the stack creates. A code has one item `link`, and one `visits#<day>` for each day on which
 * somebody came: a day is one counter, and a link is one query.
 */
export const KEYS = { partition: 'code', sort: 'item', timeToLive: 'deleteAt' } as const;

const LINK = 'link';
const VISITS = 'visits#';

/** Tries until the table runs out of luck, not out of codes. */
const CODES_TO_TRY = 3;

/** Links and their visits in DynamoDB. */
export class LinkTable {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** Whether the table can be asked. */
  async isThere(): Promise<boolean> {
    await this.client.send(new DescribeTableCommand({ TableName: this.tableName }));
    return true;
  }

  /**
   * Stores a link under a new code.
   *
   * @throws ConditionalCheckFailedException when CODES_TO_TRY codes in a row are taken already
   */
  async create(link: Omit<Link, 'code'>, codes: () => string = randomCode): Promise<Link> {
    for (let attempt = 1; ; attempt++) {
      const created: Link = { ...link, code: codes() };
      try {
        await this.put(created);
        return created;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || attempt === CODES_TO_TRY) throw error;
      }
    }
  }

  async find(code: string): Promise<Link | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.tableName, Key: { code: { S: code }, item: { S: LINK } } }),
    );
    return Item && linkOf(Item);
  }

  /** The link and its visits. */
  async report(code: string): Promise<{ readonly link: Link; readonly visits: VisitsByDay } | undefined> {
    // At most DAYS.most + AFTERLIFE_DAYS items of some 60 bytes: far below the 1 MB of one page.
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: 'code = :code',
        ExpressionAttributeValues: { ':code': { S: code } },
      }),
    );
    const link = Items.find(({ item }) => item?.S === LINK);
    if (!link) return undefined;
    const days = Items.filter(({ item }) => item?.S?.startsWith(VISITS)).map(
      ({ item, visits }) => [item?.S?.slice(VISITS.length) ?? '', Number(visits?.N ?? 0)] as const,
    );
    return { link: linkOf(link), visits: Object.fromEntries(days) };
  }

  /** Adds one visit to its day. Adding is atomic: no visit is lost when two pods count at once. */
  async count({ code, expiresAt }: Link, now: number): Promise<void> {
    await this.client.send(
      new UpdateItemCommand({
        TableName: this.tableName,
        Key: { code: { S: code }, item: { S: `${VISITS}${dayOf(now)}` } },
        UpdateExpression: 'ADD visits :one SET deleteAt = :deleteAt',
        ExpressionAttributeValues: { ':one': { N: '1' }, ':deleteAt': { N: String(deletionOf(expiresAt)) } },
      }),
    );
  }

  private async put({ code, url, createdAt, expiresAt }: Link): Promise<void> {
    await this.client.send(
      new PutItemCommand({
        TableName: this.tableName,
        Item: {
          code: { S: code },
          item: { S: LINK },
          url: { S: url },
          createdAt: { N: String(createdAt) },
          expiresAt: { N: String(expiresAt) },
          deleteAt: { N: String(deletionOf(expiresAt)) },
        },
        ConditionExpression: 'attribute_not_exists(code)',
      }),
    );
  }
}

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

const linkOf = ({ code, url, createdAt, expiresAt }: Item): Link => ({
  code: code?.S ?? '',
  url: url?.S ?? '',
  createdAt: Number(createdAt?.N ?? 0),
  expiresAt: Number(expiresAt?.N ?? 0),
});
