import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { stageService } from '../../../lib/constructs/bundled-service';
import { type Child, startChild, until } from '../../../lib/local/child';
import { findProgram } from '../../../lib/local/programs';
import { paymentVariables } from '../../../services/zero-downtime-eks/environment';
import { type FakeProxy, fakeProxy } from './fake-proxy';

test('Node trusts the roots of certificates from ACM', () => {
  const names = rootCertificates.map((text) => new X509Certificate(text).subject);
  // https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html
  for (const number of [1, 2, 3, 4]) expect(names).toContain(`C=US\nO=Amazon\nCN=Amazon Root CA ${number}`);
});

const missing = ['openssl', 'setpriv'].filter((program) => findProgram(program) === undefined);
if (missing.length > 0) test('IAM', () => console.info(`skipped: ${missing.join(', ')} not installed`));
else describe('IAM authentication', withAgent);

function withAgent(): void {
  let folder: string;
  /** Answers as the EKS Pod Identity Agent does. */
  let agent: Server;
  let agentStatus: number;
  const asked: (string | undefined)[] = [];
  const ends: (() => void)[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payment-image-'));
    stageService('zero-downtime-eks', folder);
    writeFileSync(join(folder, 'token'), 'token of the pod');
    agent = createServer((request, response) => {
      asked.push(request.headers.authorization);
      const Expiration = new Date(Date.now() + 6 * 3_600_000).toISOString();
      response.writeHead(agentStatus, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ AccessKeyId: 'AKID', SecretAccessKey: 'secret', Token: 'session', Expiration }));
    });
    await new Promise<void>((resolve) => void agent.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    agentStatus = 200;
    asked.length = 0;
  });
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });
  afterAll(() => {
    agent.close();
    rmSync(folder, { recursive: true });
  });

  function start(proxy: FakeProxy, trusted: boolean): Child {
    const child = startChild({
      program: 'node',
      args: ['server.mjs'],
      folder,
      environment: {
        ...paymentVariables({
          address: '127.0.0.1',
          port: 0,
          keepAliveSeconds: 75,
          drainSeconds: 5,
          databaseHost: 'localhost',
          databasePort: proxy.port,
          databaseName: 'payments',
          databaseUser: 'payments',
          databaseAuthentication: 'iam',
          ledgerPhase: 'after',
          release: 'r1',
          region: 'eu-west-1',
        }),
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${(agent.address() as AddressInfo).port}/v1/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(folder, 'token'),
        ...(trusted && { NODE_EXTRA_CA_CERTS: proxy.certificate }),
      },
    });
    ends.push(
      () => proxy.close(),
      () => child.signal('SIGKILL'),
    );
    return child;
  }

  const includes = (child: Child, text: string) =>
    until(`${text} is written`, () => child.log.some((line) => line.includes(text)));

  test('each connection gets a token by the credentials of the pod', async () => {
    const proxy = await fakeProxy('localhost');
    start(proxy, true);
    await until('two connections were tried', () => proxy.passwords.length >= 2);
    const token = new URL(`https://${proxy.passwords[0]}`);
    expect(token.host).toBe(`localhost:${proxy.port}`);
    expect(Object.fromEntries(token.searchParams)).toMatchObject({
      Action: 'connect',
      DBUser: 'payments',
      'X-Amz-Credential': expect.stringMatching(/^AKID\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/),
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'session',
    });
    expect(asked[0]).toBe('token of the pod');
  });

  test('no token goes to a host that cannot show a trusted certificate', async () => {
    const proxy = await fakeProxy('localhost');
    const child = start(proxy, false);
    await includes(child, 'not started');
    expect(child.log.join()).toMatch(/certificate/i);
    expect(proxy.passwords).toEqual([]);
  });

  test('nor to one whose certificate is for another name', async () => {
    const proxy = await fakeProxy('other.example.com');
    const child = start(proxy, true);
    await includes(child, 'not started');
    expect(child.log.join()).toContain('localhost. is not in the cert');
    expect(proxy.passwords).toEqual([]);
  });

  test('without credentials the process goes on, says so, and tries again', async () => {
    agentStatus = 500;
    const proxy = await fakeProxy('localhost');
    const child = start(proxy, true);
    await includes(child, 'no token for the database');
    expect(proxy.passwords.every((password) => password === 'no token')).toBe(true);
    agentStatus = 200;
    await until('a token comes', () => proxy.passwords.some((password) => password.includes('Action=connect')));
    expect(child.isRunning()).toBe(true);
    expect(child.log.join()).not.toContain('secret');
  });
}
