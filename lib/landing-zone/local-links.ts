import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type LocalAws, startLocalAws } from '../local/aws/local-aws';
import { RealClock } from '../local/real-clock';
import { resourcesOf, type Template } from './template';

/** Of the pods that are started here. */
export const LOCAL_TOKEN = 'a-token-for-this-machine-only';

const TABLE_NAME = 'links';

/** A process of the link service. */
export interface LocalPod {
  readonly url: string;
  /** Tells it to end. @returns its exit code; null when a signal ended it */
  terminate(): Promise<number | null>;
}

/** The link service on this machine: the files of its image as processes, and DynamoDB in this one. */
export class LocalLinks {
  private readonly pods = new Set<ChildProcess>();

  private constructor(
    /** Has what would be in the image. */
    readonly folder: string,
    readonly aws: LocalAws,
  ) {}

  /**
   * @param template whose table of staging is made here
   * @param stage writes the files of the image into a folder
   */
  static async start(template: Template, stage: (folder: string) => void): Promise<LocalLinks> {
    const folder = mkdtempSync(join(tmpdir(), 'links-'));
    stage(folder);
    writeFileSync(join(folder, 'token.json'), JSON.stringify({ current: LOCAL_TOKEN, previous: '' }));
    const aws = await startLocalAws({ clock: new RealClock() });
    const [, table] = resourcesOf(template, 'AWS::DynamoDB::Table').find(([id]) => id.startsWith('Staging')) ?? [];
    const { AttributeDefinitions, KeySchema } = table?.Properties ?? {};
    const billing = { BillingMode: 'PAY_PER_REQUEST', TableName: TABLE_NAME };
    await aws.dynamoDb.call('CreateTable', { ...billing, AttributeDefinitions, KeySchema });
    return new LocalLinks(folder, aws);
  }

  /** @throws Error when it ends before it listens */
  async startPod(): Promise<LocalPod> {
    const pod = spawn(process.execPath, ['server.mjs'], {
      cwd: this.folder,
      env: {
        ADDRESS: '127.0.0.1',
        PORT: '0',
        TABLE_NAME,
        TOKEN_FILE: join(this.folder, 'token.json'),
        DRAIN_SECONDS: '20',
        AWS_ENDPOINT_URL: this.aws.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.pods.add(pod);
    const exited = once(pod, 'exit');
    const first = await Promise.race([once(createInterface(pod.stdout), 'line'), exited.then(() => undefined)]);
    if (!first) throw new Error('the link service did not start');
    const { port } = JSON.parse(String(first[0])) as { readonly port: number };
    return {
      url: `http://127.0.0.1:${port}`,
      terminate: async () => {
        pod.kill('SIGTERM');
        const [code] = (await exited) as [number | null];
        return code;
      },
    };
  }

  /** Leaves no process, port or folder. */
  async stop(): Promise<void> {
    for (const pod of this.pods) pod.kill('SIGKILL');
    await this.aws.stop();
    rmSync(this.folder, { recursive: true });
  }
}
