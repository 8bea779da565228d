import postgres, { type Sql } from 'postgres';
import type { PaymentSettings } from './environment';
import { log } from './log';

/**
 * A pool of connections; none is opened before the first statement.
 *
 * With `iam` each new connection gets a token of its own: a token admits for 15 minutes and costs no request, as it is
 * signed here. The certificate of RDS Proxy comes from ACM, whose roots Node trusts as it is, and AWS rotates it.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/amazon-rds-proxy/best-practices.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-pinning.html
 */
export function connect(settings: PaymentSettings, maximumConnections = 10): Sql {
  return postgres({
    host: settings.databaseHost,
    port: settings.databasePort,
    database: settings.databaseName,
    username: settings.databaseUser,
    max: maximumConnections,
    connect_timeout: 5,
    // The client waits up to 20 s after some failures; here a statement is retried for less than that.
    backoff: () => 0.1,
    // Named statements and queries about types belong to one connection, which RDS Proxy shares between clients.
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
    ...(settings.databaseAuthentication === 'iam' && { ssl: 'verify-full', password: tokens(settings) }),
  });
}

function tokens({ databaseHost, databasePort, databaseUser, region }: PaymentSettings): () => Promise<string> {
  const signer = import('@aws-sdk/rds-signer').then(
    ({ Signer }) => new Signer({ hostname: databaseHost, port: databasePort, username: databaseUser, region }),
  );
  return async () => {
    try {
      return await (await signer).getAuthToken();
    } catch (error) {
      // Thrown here it would end the process, as nobody awaits this callback; so the database refuses the connection.
      log({ message: 'no token for the database', error: String(error) });
      return 'no token';
    }
  };
}
