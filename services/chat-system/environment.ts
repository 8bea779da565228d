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
  /** Region of that bucket. @default - that of the server */
  attachmentsRegion: 'ATTACHMENTS_REGION',
  /** `rediss://host:port` of the configuration endpoint of the cluster; `redis://` where there is no TLS. @default - none: one server by itself */
  valkeyUrl: 'VALKEY_URL',
  /** Whether `valkeyUrl` is a cluster: `true` or `false`. */
  valkeyCluster: 'VALKEY_CLUSTER',
  /** Id of the Cognito user pool. */
  userPoolId: 'USER_POOL_ID',
  userPoolClientId: 'USER_POOL_CLIENT_ID',
  /** `https://...` of the sign-in pages of the user pool, which the web client goes to. */
  signInDomain: 'SIGN_IN_DOMAIN',
  /**
   * Instead of Cognito: names are taken as they come. For a laptop. A key for the tokens, 32 bytes or more in base64url,
   * which servers share that shall take each other's tokens; anything else makes a random one.
   */
  localSignIn: 'LOCAL_SIGN_IN',
  /** Origins that a browser may come from, separated by commas. A client that is no browser sends none. */
  allowedOrigins: 'ALLOWED_ORIGINS',
  /** Origins that the web client talks to besides its own, separated by commas: the bucket's, the sign-in's. @default - none */
  connectOrigins: 'CONNECT_ORIGINS',
  /** Connections that one server takes. @default 50000 */
  connectionsMost: 'CONNECTIONS_MOST',
  /** Seconds after SIGTERM at which the process ends whatever is still going on. */
  drainSeconds: 'DRAIN_SECONDS',
  /** Seconds over which the clients are told to go elsewhere when the server drains. @default 8 */
  drainSpreadSeconds: 'DRAIN_SPREAD_SECONDS',
  /** Seconds between two pings of a client. @default 25 */
  heartbeatSeconds: 'HEARTBEAT_SECONDS',
  /** Seconds without a ping after which a user counts as away. @default 60 */
  presenceSeconds: 'PRESENCE_SECONDS',
  /** Where the functions post to connections: `https://<api>.execute-api.<Region>.amazonaws.com/<stage>`. */
  managementEndpoint: 'MANAGEMENT_ENDPOINT',
  /** Seconds between checks for messages that the bus did not bring, while no server is known to be without bus; 0 for none. @default 0 */
  tailCheckSeconds: 'TAIL_CHECK_SECONDS',
  /**
   * ARN of the load balancer's target group: the server drains as soon as it is deregistered there, which is before
   * SIGTERM. @default - SIGTERM alone
   */
  targetGroupArn: 'TARGET_GROUP_ARN',
  /** Under which the metrics of the servers come together. @default 'chat-server' */
  serviceName: 'SERVICE_NAME',
} as const;
