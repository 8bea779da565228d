import type { RedisOptions } from 'ioredis';

/** Where Valkey is. */
export interface ValkeyOptions {
  /** `redis://host:port`, or `rediss://host:port` with TLS. Of a cluster the configuration endpoint. */
  readonly url: string;
  /** Whether it is a cluster. @default false */
  readonly cluster?: boolean;
  /** Milliseconds for one command, and for a connection to be made. @default 2000 */
  readonly commandMs?: number;
  /** Milliseconds between two looks whether a connection still carries anything. @default 1000 */
  readonly pingMs?: number;
  /** Milliseconds between two looks at who is responsible for what in a cluster. @default 5000 */
  readonly topologyMs?: number;
}

/** Milliseconds before another connection: up to 50, 100, 200 and so on up to 2,000. */
export const retryDelay = (attempt: number): number => Math.ceil(Math.random() * Math.min(2_000, 50 * 2 ** attempt));

/**
 * Options of every connection. Without a connection a command fails at once, and one that is under way when it is lost
 * fails as well: nothing is kept to be sent later.
 */
export function connectionOptions({ url, commandMs = 2_000 }: ValkeyOptions): RedisOptions {
  const { protocol, username, password } = new URL(url);
  return {
    connectTimeout: commandMs,
    commandTimeout: commandMs,
    disconnectTimeout: Math.min(500, commandMs),
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    ...(protocol === 'rediss:' && { tls: {} }),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}

/** Host and port of the URL. */
export function addressOf({ url }: ValkeyOptions): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 6379) };
}
