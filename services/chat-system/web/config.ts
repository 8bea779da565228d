/** What `/config.json` tells the web client. */
export interface WebConfig {
  /** `wss://<host>/socket` */
  readonly socketUrl: string;
  readonly signIn:
    | { readonly kind: 'local' }
    | {
        readonly kind: 'cognito';
        /** Host of the managed login. */
        readonly domain: string;
        readonly clientId: string;
      };
}

/** @throws Error where the server does not answer */
export async function loadConfig(): Promise<WebConfig> {
  const answer = await fetch('config.json');
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  return (await answer.json()) as WebConfig;
}
