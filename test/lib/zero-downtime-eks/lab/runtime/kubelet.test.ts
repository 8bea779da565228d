import { install } from '@sinonjs/fake-timers';
import * as fc from 'fast-check';
import { type TerminationSpec, terminate } from '../../../../../lib/zero-downtime-eks/lab/runtime/kubelet';
import type { Exit, Pod } from '../../../../../lib/zero-downtime-eks/lab/runtime/pod';

interface Behaviour {
  /** From the signal to the end. @default - it is not moved by it */
  readonly stopsIn?: number;
  /** How long a hook's command takes, and what it gives. */
  readonly hook?: readonly [seconds: number, code: number];
}

const NEVER = 1_000_000;

/** Ends a pod in a time of its own, and gives what it was sent at which second. */
async function end(spec: TerminationSpec, { stopsIn = NEVER, hook = [0, 0] }: Behaviour) {
  const clock = install();
  try {
    const sent: string[] = [];
    let exit: (exit: Exit) => void = () => undefined;
    const exited = new Promise<Exit>((resolve) => {
      exit = resolve;
    });
    const after = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const pod: Pod = {
      name: 'pod',
      address: '127.0.0.1',
      port: 1,
      log: [],
      exited,
      signal(name) {
        sent.push(`${clock.now / 1_000} ${name}`);
        void after(stopsIn).then(() => exit({ code: 0, signal: null }));
      },
      async kill() {
        sent.push(`${clock.now / 1_000} SIGKILL`);
        exit({ code: null, signal: 'SIGKILL' });
        await exited;
      },
      async exec(command) {
        sent.push(`${clock.now / 1_000} ${command.join(' ')}`);
        await after(hook[0]);
        return hook[1];
      },
    };
    const ended = terminate(pod, spec);
    await clock.tickAsync(2 * NEVER * 1_000);
    return { sent, ...(await ended) };
  } finally {
    clock.uninstall();
  }
}

const command = { command: ['drain'] } as const;

test.each<[string, TerminationSpec, Behaviour, Awaited<ReturnType<typeof end>>]>([
  [
    'no hook: the signal at once',
    { gracePeriodSeconds: 30 },
    { stopsIn: 1 },
    { sent: ['0 SIGTERM'], seconds: 1, killed: false, preStopOutlived: false },
  ],
  [
    'SIGTERM without effect: SIGKILL at the end of the grace period',
    { gracePeriodSeconds: 30 },
    {},
    { sent: ['0 SIGTERM', '30 SIGKILL'], seconds: 30, killed: true, preStopOutlived: false },
  ],
  [
    'the image has a signal of its own',
    { gracePeriodSeconds: 30, stopSignal: 'SIGQUIT' },
    { stopsIn: 2 },
    { sent: ['0 SIGQUIT'], seconds: 2, killed: false, preStopOutlived: false },
  ],
  [
    'the native sleep comes first',
    { gracePeriodSeconds: 30, preStop: { sleepSeconds: 10 } },
    { stopsIn: 5 },
    { sent: ['10 SIGTERM'], seconds: 15, killed: false, preStopOutlived: false },
  ],
  [
    'its time is taken off the grace period',
    { gracePeriodSeconds: 30, preStop: { sleepSeconds: 10 } },
    { stopsIn: 25 },
    { sent: ['10 SIGTERM', '30 SIGKILL'], seconds: 30, killed: true, preStopOutlived: false },
  ],
  [
    'a hook that uses it up is left behind, and 2 s remain',
    { gracePeriodSeconds: 30, preStop: { sleepSeconds: 60 } },
    { stopsIn: 5 },
    { sent: ['30 SIGTERM', '32 SIGKILL'], seconds: 32, killed: true, preStopOutlived: true },
  ],
  [
    'they are enough for who is quick',
    { gracePeriodSeconds: 30, preStop: { sleepSeconds: 60 } },
    { stopsIn: 1 },
    { sent: ['30 SIGTERM'], seconds: 31, killed: false, preStopOutlived: true },
  ],
  [
    '2 s remain after a hook that nearly uses it up',
    { gracePeriodSeconds: 30, preStop: { sleepSeconds: 29 } },
    {},
    { sent: ['29 SIGTERM', '31 SIGKILL'], seconds: 31, killed: true, preStopOutlived: false },
  ],
  [
    'what remains is scaled with the rest',
    { gracePeriodSeconds: 3, preStop: { sleepSeconds: 6 }, minimumGraceSeconds: 0.2 },
    {},
    { sent: ['3 SIGTERM', '3.2 SIGKILL'], seconds: 3.2, killed: true, preStopOutlived: true },
  ],
  [
    'a command that fails stops nothing',
    { gracePeriodSeconds: 30, preStop: command },
    { stopsIn: 1, hook: [4, 1] },
    { sent: ['0 drain', '4 SIGTERM'], seconds: 5, killed: false, preStopOutlived: false, preStopCode: 1 },
  ],
  [
    'a command that hangs is left behind',
    { gracePeriodSeconds: 30, preStop: command },
    { stopsIn: 1, hook: [600, 0] },
    { sent: ['0 drain', '30 SIGTERM'], seconds: 31, killed: false, preStopOutlived: true },
  ],
])('%s', async (_, spec, behaviour, expected) => {
  expect(await end(spec, behaviour)).toEqual(expected);
});

test('whatever hook and process do, a pod gets its signal within the grace period, and is gone 2 s after it at most', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(100), fc.nat(200), fc.nat(200), async (gracePeriodSeconds, sleepSeconds, stopsIn) => {
      const { sent, seconds } = await end({ gracePeriodSeconds, preStop: { sleepSeconds } }, { stopsIn });
      expect(Number(sent[0]?.split(' ')[0])).toBe(Math.min(sleepSeconds, gracePeriodSeconds));
      expect(seconds).toBeLessThanOrEqual(gracePeriodSeconds + 2);
    }),
    { numRuns: 50 },
  ));
