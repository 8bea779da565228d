import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildSync } from 'esbuild';

/** What a benchmark needs is not installed. */
export class MissingError extends Error {
  override readonly name = 'MissingError';
}

/** A process of the benchmark that can be asked. */
export interface Worker {
  readonly pid: number;
  /** What it said first. */
  readonly started: unknown;
  /** One question at a time. */
  ask<Answer>(question: unknown): Promise<Answer>;
  /** What it says next without being asked. */
  next<Answer>(): Promise<Answer>;
  kill(): void;
}

/** Processes of one benchmark: bundled as they would be deployed, and ended with it. */
export class Processes {
  private readonly children: ChildProcess[] = [];
  // Inside the project, as what is not bundled is found from there.
  private readonly folder = mkdtempSync(resolve('cdk.out-bench-'));
  private readonly onExit = (): void => this.kill();

  /** @param names of files beside this one, without their extension */
  constructor(names: readonly string[]) {
    process.once('exit', this.onExit);
    buildSync({
      entryPoints: names.map((name) => join(__dirname, `${name}.ts`)),
      outdir: this.folder,
      bundle: true,
      platform: 'node',
      external: ['bufferutil', 'utf-8-validate', 'dynalite'],
    });
  }

  /** Starts one of the files. */
  async start(name: string, args: readonly string[] = [], options: StartOptions = {}): Promise<Worker> {
    const child = fork(join(this.folder, `${name}.js`), args, {
      env: {
        ...process.env,
        ...options.environment,
        NODE_ENV: 'production',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      execArgv: ['--expose-gc', ...(options.nodeOptions ?? [])],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.children.push(child);
    const started = options.isSilent ? undefined : await answerOf(child);
    return {
      pid: child.pid ?? 0,
      started,
      ask: async <Answer>(question: unknown) => {
        const answer = answerOf<Answer>(child);
        child.send(question as object);
        return await answer;
      },
      next: async <Answer>() => await answerOf<Answer>(child),
      kill: () => child.kill('SIGKILL'),
    };
  }

  /**
   * A Redis that keeps nothing.
   *
   * @throws MissingError
   */
  async startRedis(): Promise<{ readonly pid: number; readonly port: number }> {
    if (spawnSync('redis-server', ['--version']).status !== 0) throw new MissingError('redis-server is not installed');
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', args, { stdio: 'ignore' });
    this.children.push(child);
    while (!(await answers(port))) await setTimeout(20);
    return { pid: child.pid ?? 0, port };
  }

  async end(): Promise<void> {
    const ended = this.children.map(
      async (child) =>
        await new Promise((done) =>
          child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(undefined),
        ),
    );
    this.kill();
    await Promise.all(ended);
    process.off('exit', this.onExit);
  }

  private kill(): void {
    for (const child of this.children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface StartOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly nodeOptions?: readonly string[];
  /** It says nothing before it is asked. */
  readonly isSilent?: boolean;
}

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return await new Promise((done, fail) => {
    const ended = (code: number | null, signal: string | null) => {
      child.off('message', said);
      fail(
        new Error(`${basename(child.spawnargs.at(-1) ?? '')}: a process of the benchmark ended with ${code ?? signal}`),
      );
    };
    const said = (message: unknown) => {
      child.off('exit', ended);
      done(message as Answer);
    };
    child.once('message', said);
    child.once('exit', ended);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => server.close(() => done()));
  return port;
}

async function answers(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}
