import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { chatDynamoClient } from '../../../../services/chat-system/store/dynamo-client';
import { goShortWay } from '../../../../services/chat-system/store/short-way';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' };
const get = new GetItemCommand({ TableName: 'Rooms', Key: { pk: { S: 'room#ü' } } });
const put = new PutItemCommand({ TableName: 'Rooms', Item: { pk: { S: 'a' } } });

let server: Server;
let endpoint: string;
let client: DynamoDBClient;
let calls: Call[];
/** Answers of the store, one after the other; then what succeeds. */
let answers: ((response: ServerResponse) => void)[];

const says = (status: number, body: unknown) => (response: ServerResponse) =>
  void response
    .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
    .end(typeof body === 'string' ? body : JSON.stringify(body));

beforeEach(async () => {
  calls = [];
  answers = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      calls.push({ headers: request.headers, body });
      (answers.shift() ?? says(200, { Item: { pk: { S: 'there' } } }))(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = chatDynamoClient({ endpoint, region: 'eu-north-1', credentials, maxAttempts: 2 });
});

afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

test('the first call goes the way of the SDK, the next ones say the same with less around it', async () => {
  const first = await client.send(get);
  const second = await client.send(get);
  expect(second.Item).toEqual(first.Item);
  expect(calls.map(({ body }) => JSON.parse(body) as unknown)).toEqual([get.input, get.input]);
  expect(calls.map(({ headers }) => headers['amz-sdk-invocation-id'] !== undefined)).toEqual([true, false]);
  const same = (name: string) => expect(calls[1]?.headers[name]).toBe(calls[0]?.headers[name]);
  for (const name of ['host', 'x-amz-target', 'content-type', 'content-length', 'x-amz-security-token']) same(name);
});

test('signs as the SDK does, with the session', async () => {
  await client.send(get);
  await client.send(put);
  const [, second = ''] = calls.map(({ headers }) => headers.authorization ?? '');
  expect(second).toMatch(/^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-north-1\/dynamodb\/aws4_request, /);
  expect(second).toMatch(/ SignedHeaders=[^,]*host;.*x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/);
});

test('a condition that does not hold is the error of the SDK, and nothing is asked again', async () => {
  await client.send(put);
  answers.push(
    says(400, { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no' }),
  );
  await expect(client.send(put)).rejects.toThrow(ConditionalCheckFailedException);
  expect(calls).toHaveLength(2);
});

test.each([
  ['is too busy', says(400, { __type: 'ThrottlingException', message: 'slow down' })],
  ['fails', says(500, { __type: 'InternalServerError' })],
  ['is a proxy that says so in HTML', says(503, '<p>Unavailable</p>')],
  ['breaks off', (response: ServerResponse) => void response.destroy()],
])('where the store %s the SDK asks again', async (_what, answer) => {
  await client.send(get);
  answers.push(answer);
  expect((await client.send(get)).Item).toEqual({ pk: { S: 'there' } });
  expect(calls.map(({ headers }) => headers['amz-sdk-invocation-id'] !== undefined)).toEqual([true, false, true]);
});

test('what the SDK makes of an error is what the caller gets', async () => {
  await client.send(get);
  const refused = says(400, { __type: 'ValidationException', message: 'no such key' });
  answers.push(refused, refused);
  await expect(client.send(get)).rejects.toThrow('no such key');
});

test('a store that does not answer is not waited for', async () => {
  const requestHandler = { throwOnRequestTimeout: true };
  const quiet = new DynamoDBClient({ endpoint, region: 'eu-north-1', credentials, requestHandler });
  goShortWay(quiet, { read: 20, write: 60_000 });
  await quiet.send(get);
  answers.push(() => undefined);
  await expect(quiet.send(get)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(calls).toHaveLength(2);
  quiet.destroy();
});
