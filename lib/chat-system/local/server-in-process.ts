import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Attachments } from '../../../services/chat-system/attachments/s3';
import type { Bus } from '../../../services/chat-system/bus/bus';
import { MemoryBus } from '../../../services/chat-system/bus/memory-bus';
import { ValkeyBus } from '../../../services/chat-system/bus/valkey-bus';
import { startChatServer } from '../../../services/chat-system/chat-server';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import { DynamoMessageStore } from '../../../services/chat-system/store/dynamo-message-store';
import { DynamoRoomStore } from '../../../services/chat-system/store/dynamo-room-store';
import { MemoryPresenceStore } from '../../../services/chat-system/store/memory-stores';
import { ValkeyPresenceStore } from '../../../services/chat-system/store/valkey-presence-store';
import { names } from './cloud';
import type { LocalServer } from './local-chat';
import type { ServerSpec } from './server-spec';

/** Starts a server in this process. */
export async function startInProcess(spec: ServerSpec): Promise<LocalServer> {
  const { awsUrl: endpoint, valkeyUrl: url, port, heartbeatSeconds, presenceSeconds, onLine } = spec;
  const aws = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const [dynamo, s3] = [new DynamoDBClient(aws), new S3Client(aws)];
  const bus: Bus = url === undefined ? new MemoryBus() : new ValkeyBus({ url });
  const presence = url === undefined ? new MemoryPresenceStore() : new ValkeyPresenceStore({ url });
  const signIn = localSignIn({ key: spec.key });
  const server = await startChatServer({
    port,
    messages: new DynamoMessageStore(dynamo, names.messagesTable),
    rooms: new DynamoRoomStore(dynamo, names.roomsTable),
    presence,
    bus,
    verifier: signIn,
    issueToken: (user) => signIn.issueToken(user),
    attachments: s3Attachments(s3, names.bucket),
    connectOrigins: [endpoint],
    webFolder: spec.webFolder,
    timings: { heartbeat: heartbeatSeconds * 1000, presence: presenceSeconds * 1000, drainSpread: 1_000 },
    writeLine: onLine,
  });
  const release = async () => {
    await bus.stop();
    if (presence instanceof ValkeyPresenceStore) await presence.stop();
    dynamo.destroy();
    s3.destroy();
  };
  // Whatever ends it first: what is released twice would fail.
  let ended: Promise<void> | undefined;
  return {
    url: server.url,
    drain: () => {
      ended ??= server.drain().then(release);
      return ended;
    },
    kill: () => {
      server.kill();
      ended ??= release();
      return ended;
    },
  };
}
