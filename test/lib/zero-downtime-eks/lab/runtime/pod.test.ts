import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../../../lib/local/child';
import { type Pod, type PodSpec, startPod } from '../../../../../lib/zero-downtime-eks/lab/runtime/pod';
import { inLab } from './in-lab';
import { expectNothingLeft, processesWith } from './leftovers';

const STAYS = 'console.log("up"); setInterval(() => {}, 1000);';
const HANDLES = `process.on("SIGTERM", () => { console.log("told"); process.exit(3); }); ${STAYS}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a pod whose processes carry a mark, and sees that none is left of it. */
function withPod(
  command: readonly string[],
  use: (pod: Pod, mark: string) => Promise<void>,
  more: Partial<PodSpec> = {},
) {
  return inLab(async () => {
    const mark = randomUUID();
    const pod = await startPod({
      name: 'pod',
      address: '127.0.0.1',
      port: 1,
      command,
      environment: { MARK: mark },
      folder,
      ...more,
    });
    try {
      await use(pod, mark);
    } finally {
      await pod.kill();
    }
    await expectNothingLeft(mark);
  });
}

function said(pod: Pod, line: string): Promise<void> {
  return until(`the pod says ${line}`, () => pod.log.includes(line));
}

/** What PID 1 has handled of all that was sent to it before. */
async function settle(pod: Pod): Promise<void> {
  await pod.exec(['true']);
  await pod.exec(['true']);
}

test('a pod is PID 1 in its folder, and sees its environment and PATH only', () =>
  withPod(
    [
      'node',
      '-e',
      'console.log(process.pid, process.cwd(), Object.keys(process.env).sort().join()); setInterval(() => {}, 1000)',
    ],
    (pod) => said(pod, `1 ${folder} MARK,PATH`),
  ));

test('nothing of the lab is ignored or blocked in it', () =>
  withPod(['sh', '-c', 'grep -E "Sig(Ign|Blk)" /proc/self/status; sleep 60'], async (pod) => {
    await said(pod, 'SigIgn:\t0000000000000000');
    await said(pod, 'SigBlk:\t0000000000000000');
  }));

test('PID 1 with a handler is told', () =>
  withPod(['node', '-e', HANDLES], async (pod) => {
    await said(pod, 'up');
    pod.signal('SIGTERM');
    expect(await pod.exited).toEqual({ code: 3, signal: null });
    expect(pod.log).toEqual(['up', 'told']);
  }));

test.each<[string, readonly string[]]>([
  ['Node without a handler', ['node', '-e', STAYS]],
  ['a shell, whose child has a handler', ['sh', '-c', `node -e '${HANDLES}'; exit 5`]],
])('%s: as PID 1 it does not notice SIGTERM', (_, command) =>
  withPod(command, async (pod) => {
    await said(pod, 'up');
    pod.signal('SIGTERM');
    await settle(pod);
    expect(pod.log).toEqual(['up']);
    await pod.kill();
    expect(await pod.exited).toEqual({ code: null, signal: 'SIGKILL' });
  }),
);

test('an init that passes signals on ends a child without a handler', () => {
  const init = `const child = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(STAYS)}], { stdio: "inherit" });
    process.on("SIGTERM", () => child.kill("SIGTERM")); child.on("exit", (code, signal) => process.exit(signal === "SIGTERM" ? 143 : 1));`;
  return withPod(['node', '-e', init], async (pod) => {
    await said(pod, 'up');
    pod.signal('SIGTERM');
    expect(await pod.exited).toEqual({ code: 143, signal: null });
  });
});

test('PID 1 is not killed from inside', () =>
  withPod(['node', '-e', STAYS], async (pod) => {
    await said(pod, 'up');
    expect(await pod.exec(['sh', '-c', 'kill -KILL 1'])).toBe(0);
    await settle(pod);
    expect(await pod.exec(['sh', '-c', 'kill -0 1'])).toBe(0);
  }));

test('all processes of a pod end with PID 1', () =>
  withPod(
    ['sh', '-c', 'setsid sleep 60 & sleep 60 & echo up; read line < /proc/self/fd/9 || sleep 60'],
    async (pod, mark) => {
      await said(pod, 'up');
      // unshare, the shell and the three of it.
      await until('all run', () => processesWith(mark).length >= 5);
      await pod.kill();
      await expectNothingLeft(mark);
    },
  ));

test.each<[string, readonly string[], number]>([
  ['its code', ['sh', '-c', 'exit 7'], 7],
  ['128 and the signal', ['sh', '-c', 'kill -TERM $$'], 143],
  ['127 without the program', ['nonsense'], 127],
])('a command that is run in a pod gives %s', (_, command, code) =>
  withPod(['sleep', '60'], async (pod) => {
    expect(await pod.exec(command)).toBe(code);
  }),
);

test('a command in a pod sees its processes, environment and folder', () =>
  withPod(['sleep', '60'], async (pod, mark) => {
    const script = `[ "$MARK" = ${mark} ] && [ "$PWD" = ${folder} ] && [ "$(cat /proc/1/comm)" = sleep ]`;
    expect(await pod.exec(['sh', '-c', script])).toBe(0);
  }));

test('a command in the background does not hold up the one that left it there', () =>
  withPod(['sleep', '60'], async (pod) => {
    expect(await pod.exec(['sh', '-c', 'sleep 60 & exit 4'])).toBe(4);
  }));

test('a pod whose program is missing has ended, and takes neither signals nor commands', () =>
  withPod(['nonsense'], async (pod) => {
    expect((await pod.exited).code).toBe(127);
    pod.signal('SIGTERM');
    expect(await pod.exec(['true'])).toBe(126);
  }));
