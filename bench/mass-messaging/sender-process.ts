import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SenderEnvironment } from '../../lambda/mass-messaging/environment';
import { Provider } from '../../lambda/mass-messaging/provider';

type Handler = (event: unknown, context: unknown) => Promise<{ readonly batchItemFailures: readonly unknown[] }>;

/** Recipients of a batch, and batches that are worked on at the same time: in Lambda each has a process of its own. */
const BATCH = 1_000;
const AT_ONCE = 4;
const TIMEOUT = 60_000;
const CONNECTIONS = 200;

/**
 * A process that invokes the bundled sender with batches of a Kinesis stream, one after the other, until it is killed.
 * Arguments: folder of the bundle, number of this process, recipients in a record; with 0 it only posts, as fast as it can.
 */
async function main(): Promise<void> {
  const [, , asset = '', own = '0', perRecord = '1'] = process.argv;
  process.on('message', () => process.send?.(process.memoryUsage().rss));
  process.on('disconnect', () => process.exit());
  if (perRecord === '0') return bare(own);
  const { handler } = createRequire(__filename)(join(asset, 'index.js')) as { readonly handler: Handler };
  let batches = 0;
  const lane = async () => {
    for (;;) {
      const event = eventOf(`${own}-${batches++}`, Number(perRecord));
      const deadline = Date.now() + TIMEOUT;
      const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
      const { batchItemFailures } = await handler(event, context);
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** What can be had at most with a request of the sender's for each message: no ledger, no pace, no results. */
async function bare(own: string): Promise<void> {
  const provider = new Provider(process.env[SenderEnvironment.providerUrl] ?? '', CONNECTIONS);
  let count = 0;
  const lane = async () => {
    for (;;) {
      const id = `${own}-${count++}`;
      const answer = await provider.send({ to: `to-${id}`, text: 'Hello', idempotencyKey: id }, undefined, TIMEOUT);
      if (answer.kind !== 'accepted') throw new Error(answer.reason);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
}

/** A batch as Lambda hands it over. */
function eventOf(name: string, perRecord: number): unknown {
  const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/bench';
  const records = Array.from({ length: BATCH / perRecord }, (_, place) => {
    const recipients = Array.from({ length: perRecord }, (_unused, index) => {
      const id = `${name}-${place * perRecord + index}`;
      return { id, address: `to-${id}`, timeZone: 'Asia/Seoul' };
    });
    const record = { campaignId: 'bench', record: place * perRecord, redrive: 0, recipients };
    return {
      kinesis: {
        sequenceNumber: `${name}-${place}`,
        partitionKey: `${place}`,
        data: Buffer.from(JSON.stringify(record)).toString('base64'),
        approximateArrivalTimestamp: Date.now() / 1_000,
      },
      eventSource: 'aws:kinesis',
      eventSourceARN: arn,
    };
  });
  return { Records: records };
}

void main();
