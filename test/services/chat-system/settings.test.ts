import { ChatEnvironment } from '../../../services/chat-system/environment';
import { InvalidEnvironmentError, readSettings } from '../../../services/chat-system/settings';

const least = { PORT: '8080', MESSAGES_TABLE: 'm', ROOMS_TABLE: 'r', LOCAL_SIGN_IN: 'true', DRAIN_SECONDS: '100' };

describe('readSettings', () => {
  test('needs little', () => {
    expect(readSettings(least)).toEqual({
      address: '::',
      port: 8080,
      messagesTable: 'm',
      roomsTable: 'r',
      attachmentsBucket: undefined,
      valkey: undefined,
      signIn: { kind: 'local', key: undefined },
      allowedOrigins: [],
      connectOrigins: [],
      connectionsMost: 50_000,
      drain: 100_000,
      drainSpread: 8_000,
      heartbeat: 25_000,
      presence: 60_000,
      tailCheck: 0,
      targetGroupArn: undefined,
    });
  });

  test('reads what a task is given', () => {
    const { LOCAL_SIGN_IN: _local, ...others } = least;
    const settings = readSettings({
      ...others,
      ATTACHMENTS_BUCKET: 'files',
      VALKEY_URL: 'rediss://cache.example:6379',
      VALKEY_CLUSTER: 'true',
      USER_POOL_ID: 'pool',
      USER_POOL_CLIENT_ID: 'client',
      SIGN_IN_DOMAIN: 'https://sign-in.example',
      ALLOWED_ORIGINS: 'https://chat.example,http://localhost:8080',
      CONNECT_ORIGINS: 'https://files.example',
      HEARTBEAT_SECONDS: '0.5',
      PRESENCE_SECONDS: '1.5',
      TAIL_CHECK_SECONDS: '2',
    });
    expect(settings).toMatchObject({
      attachmentsBucket: 'files',
      valkey: { url: 'rediss://cache.example:6379', cluster: true },
      signIn: { kind: 'cognito', userPoolId: 'pool', clientId: 'client', domain: 'https://sign-in.example' },
      allowedOrigins: ['https://chat.example', 'http://localhost:8080'],
      connectOrigins: ['https://files.example'],
      heartbeat: 500,
      presence: 1_500,
      tailCheck: 2_000,
    });
  });

  test.each([
    ['a key', Buffer.alloc(32, 9).toString('base64url'), Buffer.alloc(32, 9)],
    ['too short a key', Buffer.alloc(31, 9).toString('base64url'), undefined],
    ['yes', 'true', undefined],
  ])('takes for the local sign-in %s', (_name, value, key) => {
    expect(readSettings({ ...least, LOCAL_SIGN_IN: value }).signIn).toEqual({ kind: 'local', key });
  });

  test.each([
    ['PORT', '65536', 'PORT: a whole number from 0 to 65535, got: "65536"'],
    ['PORT', '80.5', 'PORT: a whole number from 0 to 65535, got: "80.5"'],
    ['PORT', '', 'PORT: not set'],
    ['DRAIN_SECONDS', '-1', 'DRAIN_SECONDS: seconds from 0 to 600, got: "-1"'],
    ['VALKEY_URL', 'http://cache', 'VALKEY_URL: redis://host:port or rediss://host:port, got: "http://cache"'],
    ['VALKEY_CLUSTER', 'yes', 'VALKEY_CLUSTER: true or false, got: "yes"'],
    [
      'ALLOWED_ORIGINS',
      'https://chat.example/',
      'ALLOWED_ORIGINS: origins such as https://chat.example, got: https://chat.example/',
    ],
    ['ALLOWED_ORIGINS', '*', 'ALLOWED_ORIGINS: origins such as https://chat.example, got: *'],
    ['HEARTBEAT_SECONDS', '60', 'HEARTBEAT_SECONDS: less than PRESENCE_SECONDS, got: 60'],
    ['LOCAL_SIGN_IN', undefined, 'USER_POOL_ID: not set; USER_POOL_CLIENT_ID: not set'],
    ['CONNECTIONS_MOST', '0', 'CONNECTIONS_MOST: a whole number from 1 to 1000000, got: "0"'],
  ])('refuses %s=%s', (name, value, message) => {
    expect(() => readSettings({ ...least, [name]: value })).toThrow(new InvalidEnvironmentError(message));
  });

  test('names all that is wrong at once', () => {
    expect(() => readSettings({})).toThrow(
      'PORT: not set; MESSAGES_TABLE: not set; ROOMS_TABLE: not set; USER_POOL_ID: not set; ' +
        'USER_POOL_CLIENT_ID: not set; DRAIN_SECONDS: not set',
    );
  });

  test('no variable has two names', () => {
    const names = Object.values(ChatEnvironment);
    expect(new Set(names).size).toBe(names.length);
  });
});
