import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ChatEnvironment } from '../../../services/chat-system/environment';
import { names } from './cloud';
import { LocalChatError } from './errors';
import type { LocalServer } from './local-chat';
import type { ServerSpec } from './server-spec';
import { spawnAlong } from './spawn-along';

/**
 * Starts the bundled `server.mjs`, as the image does, in a process of its own.
 *
 * @param folder what the image holds
 * @throws LocalChatError where it ends before it listens
 */
export async function startProcess(folder: string, spec: ServerSpec): Promise<LocalServer> {
  const child = spawnAlong(process.execPath, [join(folder, 'server.mjs')], {
    env: environmentOf(spec),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await listens(child, spec.onLine);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return { url: `http://127.0.0.1:${port}`, drain: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function environmentOf({ port, awsUrl, valkeyUrl, key, heartbeatSeconds, presenceSeconds }: ServerSpec) {
  return {
    AWS_ENDPOINT_URL: awsUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    [ChatEnvironment.address]: '127.0.0.1',
    [ChatEnvironment.port]: String(port),
    [ChatEnvironment.messagesTable]: names.messagesTable,
    [ChatEnvironment.roomsTable]: names.roomsTable,
    [ChatEnvironment.attachmentsBucket]: names.bucket,
    [ChatEnvironment.connectOrigins]: awsUrl,
    [ChatEnvironment.localSignIn]: key.toString('base64url'),
    [ChatEnvironment.heartbeatSeconds]: String(heartbeatSeconds),
    [ChatEnvironment.presenceSeconds]: String(presenceSeconds),
    [ChatEnvironment.drainSeconds]: '5',
    [ChatEnvironment.drainSpreadSeconds]: '1',
    ...(valkeyUrl !== undefined && { [ChatEnvironment.valkeyUrl]: valkeyUrl }),
  };
}

/** Waits for the line that names the port. */
function listens(child: ChildProcess, onLine: (line: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    const follow = (line: string) => {
      onLine(line);
      last.push(line);
      if (last.length > 5) last.shift();
      const [, port] = /"message":"listening","port":(\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(Number(port));
    };
    if (child.stdout) createInterface({ input: child.stdout }).on('line', follow);
    if (child.stderr) createInterface({ input: child.stderr }).on('line', follow);
    child.once('exit', (code) => reject(new LocalChatError(`the server ended with ${code}: ${last.join(' ')}`)));
  });
}
