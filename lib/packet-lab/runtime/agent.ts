import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { LabPlan } from '../plan';
import { checkPrograms, LabUnavailableError, searchPath } from './unavailable';

/** A plan was refused by the kernel or one of its tools, or the agent ended; a defect of the lab. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/**
 * One connection to be tried: namespace, address it is made from, protocol, address and port it is made to, the range of
 * its client port (of icmp the identifier), and what the client port leaves when divided: modulus and residue.
 */
export type Connection = readonly [
  namespace: string,
  source: string,
  protocol: 'tcp' | 'udp' | 'icmp',
  ip: string,
  port: number,
  first: number,
  last: number,
  modulus: number,
  residue: number,
];

/** What came of a connection: who answered, or an error and the numbers of the drop points that its packets met. */
export type Fate =
  | { readonly answer: string }
  | { readonly error: string; readonly lost: readonly number[]; readonly answer?: undefined };

/** A running agent: the lab lives as long as it does. */
export interface Agent {
  /** Makes everything of the plan. `publish`: for whoever enters the lab with `lab shell`, by name. */
  build(plan: LabPlan, publish?: boolean): Promise<{ readonly seconds: number }>;
  /** Runs further nftables scripts. */
  run(scripts: readonly { readonly namespace: string; readonly nft: string }[]): Promise<void>;
  connect(probes: readonly Connection[]): Promise<{ readonly results: readonly Fate[]; readonly seconds: number }>;
  /** Where the namespace is found in /proc by other processes. */
  descriptor(namespace: string): Promise<{ readonly pid: number; readonly descriptor: number }>;
  /** Writes what crosses the devices of a namespace to a pcap file, until the end. */
  capture(namespace: string, file: string): Promise<void>;
  /** Ends the lab: captures are written, and everything is gone. */
  end(): Promise<void>;
  /** Leaves a lab that goes on. */
  leave(): void;
}

const AGENT = join(__dirname, '..', 'agent');
/** No settings of whoever calls, no packages of theirs, no files written beside the agent. */
const ISOLATED = ['-E', '-s', '-S', '-B'];

/**
 * Starts an agent that lives no longer than this process, whatever ends it.
 *
 * @param path where its programs are looked for, as in the environment
 * @param launcher a program and its arguments that start it, such as one that gives up rights @default - none
 * @throws LabUnavailableError
 */
export async function startAgent(path: string, launcher: readonly string[] = []): Promise<Agent> {
  checkPrograms(path);
  const [program = 'python3', ...args] = [...launcher, 'python3', ...ISOLATED, AGENT];
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: searchPath(path), LC_ALL: 'C.UTF-8' },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stderr = lastLine(child);
  const agent = speak(child.stdin, child.stdout, () => stderr.text);
  await agent.answer();
  return {
    ...requests(agent.ask),
    async end() {
      await agent.ask('end', {});
      child.stdin.end();
      await ended;
    },
    leave: () => child.stdin.end(),
  };
}

/**
 * Starts an agent that outlives this process and listens on a Unix socket.
 *
 * @param path where its programs are looked for, as in the environment
 * @throws LabUnavailableError
 */
export async function startLastingAgent(
  socket: string,
  path: string,
): Promise<{ readonly pid: number; readonly rootless: boolean }> {
  checkPrograms(path);
  const child = spawn('python3', [...ISOLATED, AGENT, socket], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: searchPath(path), LC_ALL: 'C.UTF-8' },
    detached: true,
  });
  const stderr = lastLine(child);
  const { answer } = speak(undefined, child.stdout, () => stderr.text);
  const started = (await answer()) as { readonly pid: number; readonly rootless: boolean };
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  child.unref();
  return started;
}

/**
 * Speaks to an agent that {@link startLastingAgent} started.
 *
 * @throws LabError when it does not listen
 */
export async function joinAgent(path: string): Promise<Agent> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect(path, () => resolve(opened));
    opened.once('error', (error) => reject(new LabError(`the lab does not answer: ${error.message}`)));
  });
  const { ask } = speak(socket, socket, () => '');
  const leave = () => socket.destroySoon();
  return {
    ...requests(ask),
    async end() {
      await ask('end', {});
      leave();
    },
    leave,
  };
}

type Ask = (what: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;

function requests(ask: Ask): Omit<Agent, 'end' | 'leave'> {
  return {
    build: async (plan, publish = false) => (await ask('build', { plan, publish })) as { seconds: number },
    run: async (scripts) => void (scripts.length > 0 && (await ask('run', { scripts }))),
    connect: async (probes) => (await ask('connect', { probes })) as { results: readonly Fate[]; seconds: number },
    descriptor: async (namespace) => (await ask('descriptor', { namespace })) as { pid: number; descriptor: number },
    capture: async (namespace, file) => void (await ask('capture', { namespace, file })),
  };
}

interface Reply {
  readonly ok?: unknown;
  readonly error?: string;
  readonly unavailable?: boolean;
}

/** Requests and their answers, one line each, in turn. */
function speak(input: Writable | undefined, output: Readable, stderr: () => string) {
  const lines = createInterface({ input: output })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new LabError(`the agent of the lab has ended${stderr() && `: ${stderr()}`}`);
    const { ok, error, unavailable } = JSON.parse(value) as Reply;
    if (error === undefined) return ok;
    throw unavailable === true ? new LabUnavailableError(error) : new LabError(error);
  };
  input?.on('error', () => {
    // Its end shows where the answer is missing.
  });
  let last: Promise<unknown> = Promise.resolve();
  const ask: Ask = (what, parameters) => {
    const turn = last.then(() => {
      input?.write(`${JSON.stringify({ do: what, ...parameters })}\n`);
      return answer();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return { ask, answer };
}

/** What the agent said last: of a Python traceback the error itself. */
function lastLine(child: ChildProcess): { readonly text: string } {
  const result = { text: '' };
  child.stderr?.on('data', (chunk) => {
    result.text = String(chunk).trim().split('\n').at(-1) ?? '';
  });
  return result;
}
