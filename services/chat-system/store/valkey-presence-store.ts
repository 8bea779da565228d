import { ValkeyClient } from '../bus/valkey-client';
import type { ValkeyOptions } from '../bus/valkey-options';
import type { PresenceStore } from './stores';

/** One command: what is over goes, the connection is there until then, and the key ends with the last of them. */
const renewal = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
redis.call('PEXPIREAT', KEYS[1], redis.call('ZRANGE', KEYS[1], 0, 0, 'REV', 'WITHSCORES')[2])
`;

const keyOf = (user: string): string => `presence:{user:${user}}`;

/** Who is there, in Valkey: a sorted set for a user has the connections by the time until which they are there. */
export class ValkeyPresenceStore implements PresenceStore {
  private readonly client: ValkeyClient;

  constructor(
    options: ValkeyOptions,
    private readonly now: () => number = Date.now,
  ) {
    this.client = new ValkeyClient(options);
  }

  async renew(user: string, connection: string, until: number): Promise<void> {
    await this.client.commands.eval(renewal, 1, keyOf(user), this.now(), until, connection);
  }

  async end(user: string, connection: string): Promise<void> {
    await this.client.commands.zrem(keyOf(user), connection);
  }

  async of(users: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const untils = await Promise.all(users.map(async (user) => [user, await this.until(user)] as const));
    return new Map(untils.filter(([, until]) => until > this.now()));
  }

  async stop(): Promise<void> {
    this.client.stop();
  }

  private async until(user: string): Promise<number> {
    const [, until] = await this.client.commands.zrevrange(keyOf(user), 0, 0, 'WITHSCORES');
    return Number(until ?? 0);
  }
}
