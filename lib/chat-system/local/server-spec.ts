/** What a server on this machine is started with. */
export interface ServerSpec {
  readonly port: number;
  readonly awsUrl: string;
  /** @default - it is the only server */
  readonly valkeyUrl: string | undefined;
  /** Of the tokens; the same for all servers. */
  readonly key: Buffer;
  readonly heartbeatSeconds: number;
  readonly presenceSeconds: number;
  /** Folder of the web client. */
  readonly webFolder: string;
  readonly onLine: (line: string) => void;
}
