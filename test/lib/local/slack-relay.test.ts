import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SlackRelay, startSlackRelay } from '../../../lib/local/slack-relay';

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly retryAfter?: string;
}

let answers: Answer[];
let bodies: string[];
let webhook: Server;
let url: string;
let relay: SlackRelay | undefined;
beforeEach(async () => {
  answers = [];
  bodies = [];
  webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(`${request.url} ${Buffer.concat(chunks).toString()}`);
      const { status, body = 'ok', retryAfter } = answers.shift() ?? { status: 200 };
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(body);
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/services/secret`;
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  webhook.closeAllConnections();
  await new Promise((resolve) => webhook.close(resolve));
});

const post = async (body: string) => fetch(`${relay?.url}/anything`, { method: 'POST', body });

describe('startSlackRelay', () => {
  test('passes a message on to the webhook, and its answer back', async () => {
    relay = await startSlackRelay({ url, paced: false });
    const answer = await post('{"text":"hi"}');
    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    expect(bodies).toEqual(['/services/secret {"text":"hi"}']);
    expect([relay.posted, relay.failures]).toEqual([1, []]);
  });

  test('waits as Slack asks for who cannot', async () => {
    answers = [{ status: 429, body: 'rate_limited', retryAfter: '0.01' }];
    relay = await startSlackRelay({ url, paced: true });
    expect((await post('{}')).status).toBe(200);
    expect([bodies.length, relay.posted, relay.failures]).toEqual([2, 1, []]);
  });

  test('hands 429 to who can wait', async () => {
    answers = [{ status: 429, body: 'rate_limited', retryAfter: '7' }];
    relay = await startSlackRelay({ url, paced: false });
    const answer = await post('{}');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(relay.failures).toEqual([]);
  });

  test.each<[Answer, string]>([
    [{ status: 404, body: 'no_service' }, 'HTTP 404 no_service'],
    [{ status: 302, body: '<a href="https://elsewhere.example/secret">' }, 'HTTP 302'],
  ])('notes the refusal %j', async (answer, failure) => {
    answers = [answer];
    relay = await startSlackRelay({ url, paced: false });
    expect((await post('{}')).status).toBe(answer.status);
    expect([relay.posted, relay.failures]).toEqual([0, [failure]]);
  });

  test('tells of a webhook that is not there without naming it', async () => {
    relay = await startSlackRelay({ url: 'http://127.0.0.1:1/secret', paced: false });
    expect((await post('{}')).status).toBe(502);
    expect(relay.failures).toHaveLength(1);
    expect(relay.failures[0]).not.toMatch(/127|secret/);
  });
});
