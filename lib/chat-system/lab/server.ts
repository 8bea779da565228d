import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatEnvironment } from '../../../services/chat-system/environment';
import { type Child, ChildError, type Exit, until } from '../../local/child';
import { freePort } from './free-port';
import { HERE, type Place, startIn } from './place';
import { credentials, REGION, tables } from './store';

/** What the servers of one lab have in common. */
export interface ServerSettings {
  /** Folder of the image, which holds `server.mjs`. */
  readonly image: string;
  /** Endpoint of the DynamoDB. */
  readonly storeUrl: string;
  /** @default - a server by itself */
  readonly broker?: { readonly url: string; readonly isCluster: boolean };
  /** Tokens of one server count at the others. */
  readonly signInKey: string;
  /** Variables besides, by their names. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A module that Node loads before the server, to break it. @default - none */
  readonly preload?: string;
}

/** A server of the chat as a process. */
export interface ServerProcess {
  readonly address: string;
  readonly port: number;
  readonly child: Child;
  /** SIGTERM, as ECS sends it, and waits for the end. */
  drain(): Promise<Exit>;
  /** SIGKILL. */
  kill(): Promise<Exit>;
  /** The most memory that it ever had, in bytes. */
  readonly peakBytes: number;
}

const STACK = 'ChatSystem-Fargate';

/**
 * The folder of the image of the server.
 *
 * @throws Error where the assembly has none
 */
export function imageFolder(assembly: string): string {
  const file = join(assembly, `${STACK}.assets.json`);
  const { dockerImages = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly dockerImages?: Readonly<Record<string, { readonly source: { readonly directory: string } }>>;
  };
  const folders = Object.values(dockerImages).map(({ source }) => join(assembly, source.directory));
  const folder = folders.find((one) => existsSync(join(one, 'server.mjs')));
  if (folder === undefined) throw new Error(`no image in ${file} holds server.mjs`);
  return folder;
}

/**
 * Starts the server as its image does, and waits until it listens.
 *
 * @throws ChildError
 */
export async function startServer(settings: ServerSettings, place: Place = HERE): Promise<ServerProcess> {
  const { image, storeUrl, broker, signInKey, environment = {}, preload } = settings;
  const { address } = place;
  const port = await freePort();
  const child = startIn(place, {
    program: 'node',
    args: [...(preload === undefined ? [] : ['--import', preload]), 'server.mjs'],
    folder: image,
    environment: {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: storeUrl,
      [ChatEnvironment.address]: address,
      [ChatEnvironment.port]: String(port),
      [ChatEnvironment.messagesTable]: tables.messages,
      [ChatEnvironment.roomsTable]: tables.rooms,
      [ChatEnvironment.localSignIn]: signInKey,
      ...(broker && {
        [ChatEnvironment.valkeyUrl]: broker.url,
        [ChatEnvironment.valkeyCluster]: String(broker.isCluster),
      }),
      ...environment,
    },
  });
  await until('the server listens', () => {
    if (!child.isRunning()) throw new ChildError(`the server ended: ${child.log.join('; ')}`);
    return child.log.some((line) => line.includes('listening'));
  });
  const end = (signal: NodeJS.Signals) => {
    child.signal(signal);
    return child.exited;
  };
  return {
    address,
    port,
    child,
    drain: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    get peakBytes() {
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) * 1024;
    },
  };
}
