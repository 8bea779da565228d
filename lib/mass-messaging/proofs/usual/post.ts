import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** What a record of the usual answers holds. */
export interface UsualMessage {
  readonly to: string;
  readonly text: string;
}

/** Sends a message as most would: without an idempotency key. Rejects unless it is accepted. */
export function post(message: UsualMessage): Promise<void> {
  const body = JSON.stringify(message);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${process.env.PROVIDER_URL ?? ''}/messages`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 202) resolve();
        else reject(new Error(`status ${answer.statusCode ?? 0}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Reads the message in a record of a stream. */
export function read({ kinesis }: { readonly kinesis: { readonly data: string } }): UsualMessage {
  return JSON.parse(Buffer.from(kinesis.data, 'base64').toString()) as UsualMessage;
}
