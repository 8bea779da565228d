import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stageService } from '../../../../lib/constructs/bundled-service';
import { type Child, startChild } from '../../../../lib/local/child';
import { temporaryFolder } from '../../../../lib/local/temporary-folder';
import { config, fargateTemplate } from '../assembly';
import { serverVariables } from './server-variables';

/** What ECS and Fargate set besides the task definition, and nobody there to answer. */
const platform = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
  AWS_MAX_ATTEMPTS: '1',
};
let folder: string;
let balancer: Server;
let state: string;
let variables: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = temporaryFolder();
  stageService('chat-system', folder);
  balancer = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        '<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions><member><TargetHealth>' +
          `<State>${state}</State></TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult>` +
          '</DescribeTargetHealthResponse>',
      );
  });
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
  variables = {
    ...serverVariables(fargateTemplate(config)),
    // Any that is free; that of the task is its own.
    PORT: '0',
    ...platform,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
  };
});

beforeEach(() => {
  state = 'healthy';
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await new Promise((resolve) => balancer.close(resolve));
});

const start = (environment: Readonly<Record<string, string>>): Child =>
  startChild({ program: 'node', args: ['server.mjs'], folder, environment });

/** Waits for a line of the log that says so. */
async function line(child: Child, message: string): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const isOver = !child.isRunning();
    const found = child.log.find((text) => text.includes(`"message":"${message}"`));
    if (found !== undefined) return JSON.parse(found) as Record<string, unknown>;
    if (isOver) throw new Error(`ended without ${message}: ${child.log.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('what the image holds, with the variables of the task definition,', () => {
  test('listens, is ready without cache and store, and ends at SIGTERM', async () => {
    const child = start(variables);
    const { port } = await line(child, 'listening');
    const { status } = await fetch(`http://127.0.0.1:${String(port)}/readyz`);
    child.signal('SIGTERM');
    expect({ status, ...(await child.exited) }).toEqual({ status: 200, code: 0, signal: null });
  });

  test('drains without SIGTERM once the load balancer was told to forget it', async () => {
    const child = start(variables);
    await line(child, 'listening');
    state = 'draining';
    expect(await child.closed).toEqual({ code: 0, signal: null });
    await line(child, 'drained');
  }, 30_000);

  test('says which variable it misses', async () => {
    const { MESSAGES_TABLE: _, ...others } = variables;
    const child = start(others);
    expect(await child.closed).toMatchObject({ code: 1 });
    expect(child.log.join('\n')).toContain('MESSAGES_TABLE: not set');
  });
});
