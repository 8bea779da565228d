import { MemoryBus } from '../../../services/chat-system/bus/memory-bus';
import { type ChatServer, type ChatServerOptions, startChatServer } from '../../../services/chat-system/chat-server';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import {
  MemoryMessageStore,
  MemoryPresenceStore,
  MemoryRoomStore,
} from '../../../services/chat-system/store/memory-stores';
import { FakeHub } from './fake-hub';
import { type ConnectOptions, TestClient } from './test-client';

/** A real server over real sockets on a fake hub. */
export class FakeChat {
  readonly hub = new FakeHub();
  readonly signIn = localSignIn();
  readonly lines: string[] = [];
  private readonly clients: TestClient[] = [];
  private started: ChatServer | undefined;

  get server(): ChatServer {
    if (!this.started) throw new Error('not started');
    return this.started;
  }

  async start(options: Partial<ChatServerOptions> = {}): Promise<ChatServer> {
    this.started = await startChatServer({
      messages: new MemoryMessageStore(),
      rooms: new MemoryRoomStore(),
      presence: new MemoryPresenceStore(),
      bus: new MemoryBus(),
      verifier: this.signIn,
      createHub: () => this.hub,
      writeLine: (line) => this.lines.push(line),
      ...options,
    });
    return this.started;
  }

  /** A client that was welcomed. */
  async connect(user: string, options: ConnectOptions = {}): Promise<TestClient> {
    const token = this.signIn.issueToken(user);
    const client = await TestClient.connect(this.server.socketUrl, token, options);
    this.clients.push(client);
    await client.event('welcome');
    return client;
  }

  status(user: string, options: ConnectOptions = {}): Promise<number> {
    return TestClient.statusOf(this.server.socketUrl, this.signIn.issueToken(user), options);
  }

  stop(): void {
    for (const { socket } of this.clients) socket.terminate();
    this.started?.kill();
  }
}
