import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { RotationError, type RotationEvent, rotate, type Tokens } from '../../../lambda/landing-zone/rotate';

interface Version {
  readonly text: string;
  stages: readonly string[];
}

/** As much of Secrets Manager as a rotation uses, over HTTP. */
class LocalSecret {
  readonly versions = new Map<string, Version>();
  private readonly server: Server;
  readonly calls: string[] = [];
  client = new SecretsManagerClient({});

  constructor(first: string) {
    this.versions.set('v1', { text: first, stages: ['AWSCURRENT'] });
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
        this.calls.push(operation);
        const [status, body] = this.answer(operation, JSON.parse(String(Buffer.concat(chunks))));
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    this.client = new SecretsManagerClient({ endpoint: `http://127.0.0.1:${port}` });
    return this;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  tokens(stage: string): Tokens | undefined {
    const found = [...this.versions.values()].find(({ stages }) => stages.includes(stage));
    return found && (JSON.parse(found.text) as Tokens);
  }

  private answer(operation: string, input: Readonly<Record<string, string>>): [number, unknown] {
    switch (operation) {
      case 'GetSecretValue': {
        const found = input.VersionId
          ? this.versions.get(input.VersionId)
          : [...this.versions.values()].find(({ stages }) => stages.includes(input.VersionStage ?? ''));
        return found ? [200, { SecretString: found.text }] : [400, { __type: 'ResourceNotFoundException' }];
      }
      case 'PutSecretValue':
        this.versions.set(input.ClientRequestToken ?? '', { text: input.SecretString ?? '', stages: ['AWSPENDING'] });
        return [200, {}];
      case 'DescribeSecret':
        return [
          200,
          { VersionIdsToStages: Object.fromEntries([...this.versions].map(([id, { stages }]) => [id, stages])) },
        ];
      default: {
        for (const [id, version] of this.versions) {
          if (id === input.MoveToVersionId) version.stages = ['AWSCURRENT'];
          else if (id === input.RemoveFromVersionId) version.stages = ['AWSPREVIOUS'];
          else version.stages = [];
        }
        return [200, {}];
      }
    }
  }
}

const running: LocalSecret[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((secret) => secret.stop()))));

const secretWith = async (first: string): Promise<LocalSecret> => {
  const secret = await new LocalSecret(first).start();
  running.push(secret);
  return secret;
};
const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const event = (Step: RotationEvent['Step'], ClientRequestToken = 'v2'): RotationEvent => ({
  Step,
  SecretId: 'arn:secret',
  ClientRequestToken,
});
const FIRST = JSON.stringify({ previous: '', current: 'first' });

test('a rotation keeps the token before it, and forgets the one before that', async () => {
  const secret = await secretWith(FIRST);
  for (const step of steps) await rotate(secret.client, event(step));
  const second = secret.tokens('AWSCURRENT');
  expect(second).toEqual({ current: expect.stringMatching(/^[\w-]{43}$/), previous: 'first' });
  for (const step of steps) await rotate(secret.client, event(step, 'v3'));
  const third = secret.tokens('AWSCURRENT');
  expect(third?.previous).toBe(second?.current);
  expect(third?.current).not.toBe(second?.current);
});

test('each step may be repeated', async () => {
  const secret = await secretWith(FIRST);
  const seen: (string | undefined)[] = [];
  for (const step of steps) {
    await rotate(secret.client, event(step));
    await rotate(secret.client, event(step));
    seen.push(secret.tokens('AWSPENDING')?.current ?? secret.tokens('AWSCURRENT')?.current);
  }
  expect(new Set(seen).size).toBe(1);
  expect(secret.calls.filter((call) => call === 'PutSecretValue')).toHaveLength(1);
  expect(secret.calls.filter((call) => call === 'UpdateSecretVersionStage')).toHaveLength(1);
});

test.each([
  ['is no JSON', 'first', 'createSecret'],
  ['is something else', '{"password":"first"}', 'createSecret'],
  ['was not made', '{"current":"first","previous":""}', 'testSecret'],
] as const)('a secret that %s is left as it is, and not quoted', async (_, text, step) => {
  const secret = await secretWith(text);
  const failure: unknown = await rotate(secret.client, event(step)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(String(failure)).not.toContain('first');
  expect([...secret.versions.keys()]).toEqual(['v1']);
});

test('a pending token that is too short is not finished', async () => {
  const secret = await secretWith(FIRST);
  secret.versions.set('v2', { text: '{"current":"short","previous":"first"}', stages: ['AWSPENDING'] });
  await expect(rotate(secret.client, event('testSecret'))).rejects.toThrow(RotationError);
});

test('an unknown step is an error', async () => {
  const secret = await secretWith(FIRST);
  await expect(rotate(secret.client, { ...event('setSecret'), Step: 'other' as never })).rejects.toThrow(RotationError);
});
