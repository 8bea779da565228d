import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Attachments } from './attachments/s3';
import { MemoryBus } from './bus/memory-bus';
import { ValkeyBus } from './bus/valkey-bus';
import { startChatServer } from './chat-server';
import { Log } from './log';
import type { ChatServerOptions } from './options';
import { readSettings, type Settings } from './settings';
import { cognitoVerifier } from './sign-in/cognito';
import { localSignIn } from './sign-in/local';
import { chatDynamoClient } from './store/dynamo-client';
import { DynamoMessageStore } from './store/dynamo-message-store';
import { DynamoRoomStore } from './store/dynamo-room-store';
import { MemoryPresenceStore } from './store/memory-stores';
import { ValkeyPresenceStore } from './store/valkey-presence-store';
import { targetState } from './target-state';
import { watchTarget } from './target-watch';

/** Between two lines of metrics, in milliseconds. */
const METRICS_MILLISECONDS = 60_000;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = new Log((line) => process.stdout.write(`${line}\n`));
  const { heartbeat, presence, drain, drainSpread, tailCheck } = settings;
  const dynamo = chatDynamoClient();
  const bus = settings.valkey ? new ValkeyBus(settings.valkey) : new MemoryBus();
  const presenceStore = settings.valkey ? new ValkeyPresenceStore(settings.valkey) : new MemoryPresenceStore();
  const webFolder = fileURLToPath(new URL('web', import.meta.url));
  const server = await startChatServer({
    address: settings.address,
    port: settings.port,
    messages: new DynamoMessageStore(dynamo, settings.messagesTable),
    rooms: new DynamoRoomStore(dynamo, settings.roomsTable),
    presence: presenceStore,
    bus,
    ...(settings.attachmentsBucket && {
      attachments: s3Attachments(
        new S3Client({ ...(settings.attachmentsRegion && { region: settings.attachmentsRegion }) }),
        settings.attachmentsBucket,
      ),
    }),
    ...signInOptions(settings),
    allowedOrigins: settings.allowedOrigins,
    connectOrigins: settings.connectOrigins,
    ...(existsSync(webFolder) && { webFolder }),
    connectionsMost: settings.connectionsMost,
    ...(settings.serviceName && { serviceName: settings.serviceName }),
    timings: { heartbeat, presence, drain, drainSpread, tailCheck, metrics: METRICS_MILLISECONDS },
  });
  log.write({ message: 'listening', port: Number(new URL(server.url).port) });

  let isDraining = false;
  const end = (): void => {
    // SIGTERM after the load balancer has said the same changes nothing.
    if (isDraining) return;
    isDraining = true;
    log.write({ message: 'draining', connections: server.connections });
    server
      .drain()
      .then(() => log.write({ message: 'drained' }))
      .then(() => process.exit(0))
      .catch(fail);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (settings.targetGroupArn) {
    watchTarget({
      state: targetState(new ElasticLoadBalancingV2Client({}), settings.targetGroupArn, settings.port),
      onDraining: end,
      onFailure: (error) => log.failed('target group', error),
    });
  }
}

function signInOptions({ signIn }: Settings): Pick<ChatServerOptions, 'verifier' | 'issueToken' | 'signIn'> {
  if (signIn.kind === 'local') {
    const local = localSignIn({ key: signIn.key });
    return { verifier: local, issueToken: (user) => local.issueToken(user), signIn: { kind: 'local' } };
  }
  const { userPoolId, clientId, domain } = signIn;
  return { verifier: cognitoVerifier(userPoolId, clientId), signIn: { kind: 'cognito', domain, clientId } };
}

function fail(error: unknown): never {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
