import type { Attachments } from './attachments/attachments';
import type { Bus } from './bus/bus';
import type { Hub } from './rooms/hub';
import type { HubOptions, HubTimings } from './rooms/hub-options';
import type { Verifier } from './sign-in/verifier';
import type { DegradedFlag } from './store/degraded-flag';
import type { MessageStore, PresenceStore, RoomStore } from './store/stores';

/** Paces of the server, in milliseconds. Tests and proofs make them shorter. */
export interface ChatServerTimings {
  /** How often a client shall say that it is there. @default 25,000, as `limits.heartbeatSeconds` */
  readonly heartbeat?: number;
  /** After which a connection without a ping is closed and its user counts as away. @default 60,000 */
  readonly presence?: number;
  /** How long a slow client may take to read what it was sent before it is closed. @default 30,000 */
  readonly slow?: number;
  /** Over which the clients are told to go elsewhere when the server drains. @default 8,000 */
  readonly drainSpread?: number;
  /** From the beginning of a drain to its end, whatever is still going on. @default 25,000 */
  readonly drain?: number;
  /** How long the messages of a busy room are gathered before they are delivered. @default 50 */
  readonly coalesce?: number;
  /** Between checks for messages that the bus did not bring; 0 for none. @default 0 */
  readonly tailCheck?: number;
  /** Between two reports of metrics; 0 for none. @default 0 */
  readonly metrics?: number;
  /** Of the hub, besides these. @default hubTimings */
  readonly hub?: Partial<HubTimings>;
}

/** How a client signs in, as the web client is told by `/config.json`. */
export type SignIn =
  | { readonly kind: 'local' }
  | { readonly kind: 'cognito'; readonly domain: string; readonly clientId: string };

export interface ChatServerOptions {
  /** @default '127.0.0.1' */
  readonly address?: string;
  /** @default 0, any free one */
  readonly port?: number;
  readonly messages: MessageStore;
  /** Also keeps the flag that some server cannot publish. */
  readonly rooms: RoomStore & DegradedFlag;
  readonly presence: PresenceStore;
  readonly bus: Bus;
  readonly verifier: Verifier;
  /** @default - there are no attachments */
  readonly attachments?: Attachments;
  /** Issues a token for a name; then `POST /sign-in` is there, and whoever asks gets it. For a laptop. @default - none */
  readonly issueToken?: (user: string) => string;
  /** @default - `local` */
  readonly signIn?: SignIn;
  /** Origins that a browser may come from, besides that of `url`. @default - none */
  readonly allowedOrigins?: readonly string[];
  /** Origins besides its own that the web client talks to: of attachments and of the sign-in. @default - none */
  readonly connectOrigins?: readonly string[];
  /** Folder of the web client. @default - none */
  readonly webFolder?: string;
  /** Connections that the server takes. @default 50,000 */
  readonly connectionsMost?: number;
  /** Connections that wait for their rooms at the same time; others are asked to come again. @default 500 */
  readonly welcomesMost?: number;
  /** Bytes that may wait for a client before it counts as slow. @default 262,144 */
  readonly unsentBytesMost?: number;
  /** Messages a second that a connection may send, and how many at once. @default limits.sendsPerSecond and sendBurst */
  readonly sendsPerSecond?: number;
  readonly sendBurst?: number;
  readonly timings?: ChatServerTimings;
  /** For tests. @default createHub */
  readonly createHub?: (options: HubOptions) => Hub;
  /** Under which the metrics of several servers come together. @default SERVICE_NAME */
  readonly serviceName?: string;
  /** Takes a line of the log. @default - standard output */
  readonly writeLine?: (line: string) => void;
}

/** A server that listens. */
export interface ChatServer {
  /** `http://<address>:<port>` */
  readonly url: string;

  /** `ws://<address>:<port>/socket` */
  readonly socketUrl: string;

  /** Connections that are open. */
  readonly connections: number;

  /**
   * Ends in an orderly way: takes no connection any more, tells the clients to go elsewhere, stores what was taken.
   * The stores and the bus are the caller's to stop.
   */
  drain(): Promise<void>;

  /** Ends at once, as a process that is killed: nobody is told anything, nothing is stored any more. For proofs. */
  kill(): void;
}
