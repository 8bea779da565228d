import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Administrator } from './administrator';
import { InvalidEnvironmentError, readSettings, type Settings } from './environment';
import { LinkServer } from './link-server';
import { LinkTable } from './link-table';

const log = (line: Readonly<Record<string, unknown>>): void => console.log(JSON.stringify(line));

function settings(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    console.error(`${error.name}: ${error.message}`);
    process.exit(1);
  }
}

const { address, port, tableName, tokenFile, drainSeconds } = settings();
const server = new LinkServer({
  table: new LinkTable(new DynamoDBClient({ maxAttempts: 3 }), tableName),
  administrator: new Administrator(tokenFile),
  now: Date.now,
  log,
});

let isEnding = false;
// As PID 1 the process gets no default action for SIGTERM: without a handler it would ignore it.
process.on('SIGTERM', () => {
  if (isEnding) return;
  isEnding = true;
  const deadline = setTimeout(() => {
    log({ level: 'error', error: `not drained after ${drainSeconds} s` });
    process.exit(1);
  }, drainSeconds * 1000);
  void server.drain().then(() => {
    clearTimeout(deadline);
    process.exit(0);
  });
});

server.listen(port, address).then(
  (bound) => log({ level: 'info', message: 'listens', port: bound }),
  (error: unknown) => {
    console.error(`cannot listen on ${address} port ${port}: ${String(error)}`);
    process.exit(1);
  },
);
