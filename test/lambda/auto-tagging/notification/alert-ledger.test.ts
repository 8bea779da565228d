import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { AlertAlreadyClaimedError, AlertLedger } from '../../../../lambda/auto-tagging/notification/alert-ledger';
import { type Loopback, startDynamoDb } from './loopback';

const TableName = 'alerts';
const ids = Array.from({ length: 230 }, (_, index) => `id-${index}`);

describe('AlertLedger', () => {
  let dynamoDb: Loopback;
  let admin: DynamoDBClient;
  const ledger = new AlertLedger(TableName);

  beforeAll(async () => {
    dynamoDb = await startDynamoDb();
    process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamoDb.url;
    admin = new DynamoDBClient({ endpoint: dynamoDb.url });
    await admin.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  });
  beforeEach(() => ledger.release(ids));
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    admin.destroy();
    await dynamoDb.stop();
  });

  it('goes from claimed to posted, over as many calls as it needs', async () => {
    expect((await ledger.read(ids)).size).toBe(0);
    await ledger.claim(ids, 'one');
    expect((await ledger.read(ids)).get('id-229')).toEqual({ status: 'claimed', digest: 'one', size: 230 });
    await ledger.posted(ids, 'one');
    const entries = await ledger.read(ids);
    expect(new Set([...entries.values()].map(({ status }) => status))).toEqual(new Set(['posted']));
    expect(entries.size).toBe(230);
  });

  it('claims all or none', async () => {
    await ledger.claim(['id-7'], 'one');
    await expect(ledger.claim(ids, 'two')).rejects.toThrow(AlertAlreadyClaimedError);
    expect([...(await ledger.read(ids))]).toEqual([['id-7', { status: 'claimed', digest: 'one', size: 1 }]]);
  });

  it('recognizes its own claim, which the SDK may repeat', async () => {
    await ledger.claim(['id-1'], 'one');
    await expect(ledger.claim(['id-1'], 'one')).resolves.toBeUndefined();
  });

  it('gives up a message that was not started, for good', async () => {
    expect(await ledger.giveUp('never-started')).toBe(true);
    expect(await ledger.giveUp('never-started')).toBe(true);
    await expect(ledger.start('never-started')).rejects.toThrow(AlertAlreadyClaimedError);
  });

  it('does not give up a message that was started, unless Slack certainly does not have it', async () => {
    await ledger.start('started');
    await expect(ledger.start('started')).resolves.toBeUndefined();
    expect(await ledger.giveUp('started')).toBe(false);
    await ledger.failed([], 'started');
    expect(await ledger.giveUp('started')).toBe(true);
  });

  it('lets go what was claimed', async () => {
    await ledger.claim(['id-1'], 'one');
    await ledger.release(['id-1']);
    await ledger.claim(['id-1'], 'two');
    expect((await ledger.read(['id-1'])).get('id-1')?.digest).toBe('two');
  });

  it('keeps an entry for 15 days', async () => {
    await ledger.claim(['id-1'], 'one');
    const { Item } = await admin.send(new GetItemCommand({ TableName, Key: { id: { S: 'id-1' } } }));
    const days = (Number(Item?.expiresAt?.N) - Date.now() / 1000) / 86_400;
    expect(Math.round(days)).toBe(15);
  });
});
