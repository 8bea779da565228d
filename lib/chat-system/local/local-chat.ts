import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '../../../services/chat-system/protocol/limits';
import { stageService } from '../../constructs/bundled-service';
import { webClientFiles } from '../web-client';
import { names, startCloud } from './cloud';
import { LocalChatError } from './errors';
import { mustBeFree } from './ports';
import { startRedis } from './redis';
import { startInProcess } from './server-in-process';
import { startProcess } from './server-process';
import type { ServerSpec } from './server-spec';

export interface LocalChatOptions {
  /** 1 to 8. @default 2 */
  readonly servers?: number;
  /** Port of the first server; the others follow. 0: any free ones. @default 0 */
  readonly port?: number;
  /** `process`: the bundled `server.mjs` in processes of their own; `in-process`: in this one. @default 'in-process' */
  readonly run?: 'process' | 'in-process';
  /** Folder where messages and attachments are kept. @default - in memory */
  readonly data?: string;
  /** @default limits.heartbeatSeconds */
  readonly heartbeatSeconds?: number;
  /** @default limits.presenceSeconds */
  readonly presenceSeconds?: number;
  /** Folder of an image with `server.mjs` and `web`, such as that of an assembly. @default - bundled now */
  readonly image?: string;
  /** Told of what the servers write. @default - nobody is */
  readonly onLine?: (line: string, server: number) => void;
}

/** One server of the chat on this machine. */
export interface LocalServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends it as a deployment does: SIGTERM, and waits until it is gone. */
  drain(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

/** The whole chat on this machine. */
export interface LocalChat {
  readonly servers: readonly LocalServer[];
  /** Endpoint of the DynamoDB and of the S3. */
  readonly awsUrl: string;
  /** `redis://127.0.0.1:<port>`; undefined with one server. */
  readonly valkeyUrl: string | undefined;
  /** Drains the servers, and ends everything else after them. Again: nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the chat with nothing to configure: Redis or Valkey, tables, bucket, scanner, servers.
 *
 * @throws LocalChatError where a port is taken, or Redis is needed and not installed
 */
export async function startLocalChat(options: LocalChatOptions = {}): Promise<LocalChat> {
  const { servers: count = 2, port = 0 } = options;
  if (!Number.isInteger(count) || count < 1 || count > 8) throw new LocalChatError(`--servers: 1 to 8, got: ${count}`);
  if (port !== 0) for (let index = 0; index < count; index++) await mustBeFree(port + index);
  // What was started is ended in the opposite order, also where the next step fails.
  const ends: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    return { ...(await startAll(options, count, port, ends)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  { run = 'in-process', data, onLine, ...options }: LocalChatOptions,
  count: number,
  port: number,
  ends: (() => Promise<void> | void)[],
): Promise<Omit<LocalChat, 'stop'>> {
  const redis = count > 1 ? await startRedis() : undefined;
  if (redis) ends.push(redis.stop);
  const cloud = await startCloud(data);
  ends.push(cloud.stop);
  const folder = options.image ?? bundle(ends);
  const common: Omit<ServerSpec, 'port' | 'onLine'> = {
    awsUrl: cloud.aws.url,
    valkeyUrl: redis?.url,
    key: randomBytes(32),
    heartbeatSeconds: options.heartbeatSeconds ?? limits.heartbeatSeconds,
    presenceSeconds: options.presenceSeconds ?? limits.presenceSeconds,
    webFolder: join(folder, 'web'),
  };
  const servers: LocalServer[] = [];
  // They end together: draining takes a while.
  ends.push(() => Promise.all(servers.map((server) => server.drain())).then(() => {}));
  for (let index = 0; index < count; index++) {
    const spec = { ...common, port: port === 0 ? 0 : port + index, onLine: (line: string) => onLine?.(line, index) };
    servers.push(await (run === 'process' ? startProcess(folder, spec) : startInProcess(spec)));
  }
  cloud.aws.corsOrigins.set(names.bucket, servers.flatMap(originsOf));
  return { servers, awsUrl: cloud.aws.url, valkeyUrl: redis?.url };
}

function bundle(ends: (() => void)[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'takehome-chat-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  stageService('chat-system', folder, webClientFiles());
  return folder;
}

/** A page may have been opened by either name of this machine. */
function originsOf({ url }: LocalServer): readonly string[] {
  return [url, url.replace('127.0.0.1', 'localhost')];
}
