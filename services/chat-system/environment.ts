/**
 * The contract between the constructs, which set these variables, and the server and the functions, which read them.
 * A property is the name that code uses, its value is the name of the environment variable.
 */
export const ChatEnvironment = {
  /** Address to listen on. @default '::', every address of both families */
  address: 'ADDRESS',
  /** TCP port; 0 takes any free one. */
  port: 'PORT',
  messagesTable: 'MESSAGES_TABLE',
  roomsTable: 'ROOMS_TABLE',
  /** Connections, presence and rates of the functions. */
  sessionsTable: 'SESSIONS_TABLE',
  attachmentsBucket: 'ATTACHMENTS_BUCKET',
  /** `rediss://host:port` of the configuration endpoint of the cluster; `redis://` where there is no TLS. @default - none: one server by itself */
  valkeyUrl: 'VALKEY_URL',
  /** Whether `valkeyUrl` is a cluster: `true` or `false`. */
  valkeyCluster: 'VALKEY_CLUSTER',
  /** Id of the Cognito user pool. */
  userPoolId: 'USER_POOL_ID',
  userPoolClientId: 'USER_POOL_CLIENT_ID',
  /** Instead of Cognito: names are taken as they come. For a laptop. */
  localSignIn: 'LOCAL_SIGN_IN',
  /** Origins that a browser may come from, separated by commas. A client that is no browser sends none. */
  allowedOrigins: 'ALLOWED_ORIGINS',
  /** Connections that one server takes. */
  connectionsMost: 'CONNECTIONS_MOST',
  /** Seconds after SIGTERM at which the process ends whatever is still going on. */
  drainSeconds: 'DRAIN_SECONDS',
  /** Seconds between checks for messages that the bus did not bring, while no server is known to be without bus; 0 for none. */
  tailCheckSeconds: 'TAIL_CHECK_SECONDS',
} as const;
