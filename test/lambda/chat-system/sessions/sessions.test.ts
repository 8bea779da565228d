import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Registrations } from '../../../../lambda/chat-system/sessions/registrations';
import { Sessions } from '../../../../lambda/chat-system/sessions/sessions';
import { MOST_REFUSALS, takeToken } from '../../../../lambda/chat-system/sessions/token-bucket';
import type { Connection } from '../../../../lambda/chat-system/socket-event';
import { type LocalAws, startLocalAws } from '../../../../lib/local/aws/local-aws';
import { RealClock } from '../../../../lib/local/real-clock';
import { limits } from '../../../../services/chat-system/protocol/limits';

let aws: LocalAws;
let client: DynamoDBClient;
beforeAll(async () => {
  aws = await startLocalAws({ clock: new RealClock() });
  const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
  await aws.dynamoDb.call('CreateTable', {
    TableName: 'Sessions',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: aws.url, region: 'us-east-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

let made = 0;
const hour = 3_600_000;
const connectionOf = (user: string, endsAt = Date.now() + hour): Connection => ({ id: `c${++made}=`, user, endsAt });
const sessions = () => new Sessions(client, 'Sessions');
const registrations = () => new Registrations(client, 'Sessions');

describe('the token bucket', () => {
  const takes = async (connection: Connection, times: number, now: number) => {
    const taken = [];
    for (let count = 0; count < times; count++) taken.push(await takeToken(sessions(), connection, now));
    return taken;
  };

  test('holds a burst, refuses what is more, and tells when the next is there', async () => {
    const connection = connectionOf('alice');
    const now = 1_000_000;
    expect((await takes(connection, limits.sendBurst, now)).every(({ ok }) => ok)).toBe(true);
    const [refused] = await takes(connection, 1, now);
    expect(refused).toEqual({ ok: false, retryAfterMs: 1_000 / limits.sendsPerSecond, refusals: 1 });
    expect(await takes(connection, 1, now + 1_000 / limits.sendsPerSecond)).toEqual([{ ok: true }]);
  });

  test('is right when many take at the same time', async () => {
    const connection = connectionOf('alice');
    const many = Array.from({ length: limits.sendBurst + 10 }, () => takeToken(sessions(), connection, 1_000_000));
    expect((await Promise.all(many)).filter(({ ok }) => ok)).toHaveLength(limits.sendBurst);
  });

  test('counts refusals in a row, up to where the connection is closed', async () => {
    const connection = connectionOf('alice');
    await takes(connection, limits.sendBurst + MOST_REFUSALS - 1, 1_000_000);
    expect(await takes(connection, 1, 1_000_000)).toMatchObject([{ refusals: MOST_REFUSALS }]);
    await takes(connection, limits.sendBurst, 2_000_000);
    expect(await takes(connection, 1, 2_000_000)).toMatchObject([{ refusals: 1 }]);
  });
});

describe('a session', () => {
  test('knows its first ping, and the rooms that are open', async () => {
    const connection = connectionOf('alice');
    expect(await sessions().open(connection, 'direct:alice:bob')).toBe(true);
    expect(await sessions().ping(connection)).toEqual({ first: true, rooms: ['direct:alice:bob'] });
    expect(await sessions().ping(connection)).toEqual({ first: false, rooms: ['direct:alice:bob'] });
    await sessions().close(connection, 'direct:alice:bob');
    expect(await sessions().end(connection.id)).toEqual([]);
  });

  test('has at most so many rooms open, but each of them again', async () => {
    const connection = connectionOf('alice');
    for (let count = 0; count < limits.openRooms; count++) await sessions().open(connection, `group:${count}`);
    expect(await sessions().open(connection, 'group:one-more')).toBe(false);
    expect(await sessions().open(connection, 'group:7')).toBe(true);
    expect(await sessions().end(connection.id)).toHaveLength(limits.openRooms);
  });
});

describe('registrations', () => {
  test('are of one room, until they are removed one by one or are over', async () => {
    const [alice, bob, gone] = [connectionOf('alice'), connectionOf('bob'), connectionOf('carol', Date.now() - 2_000)];
    for (const connection of [alice, bob, gone]) await registrations().add('group:a', connection);
    await registrations().add('group:b', bob);
    const of = async (room: string) => (await registrations().of(room)).map(({ user }) => user).sort();
    expect(await of('group:a')).toEqual(['alice', 'bob']);
    await registrations().remove('group:a', bob.id);
    expect(await of('group:a')).toEqual(['alice']);
    expect(await registrations().of('group:b')).toEqual([{ connectionId: bob.id, user: 'bob' }]);
  });

  test('are never looked for by a scan', () => {
    expect(aws.calls.filter(({ operation }) => operation === 'Scan')).toEqual([]);
  });
});
