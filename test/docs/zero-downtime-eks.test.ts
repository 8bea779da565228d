import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { createApp } from '../../lib/app';
import { claims } from '../../lib/zero-downtime-eks/claims';
import { ASSUMPTIONS } from '../../lib/zero-downtime-eks/lab/assumptions';
import { disruptionVariants } from '../../lib/zero-downtime-eks/lab/disruption-variants';
import { readRolloutSpec } from '../../lib/zero-downtime-eks/lab/rollout-spec';
import { withAnswers } from '../../lib/zero-downtime-eks/lab/run-variants';
import { DEFAULT_FACTOR } from '../../lib/zero-downtime-eks/lab/scale';
import { readStack } from '../../lib/zero-downtime-eks/lab/template';
import { variants } from '../../lib/zero-downtime-eks/lab/variants';
import { prove } from '../../lib/zero-downtime-eks/proofs/alarms-tell';
import { AVAILABILITY, budgetMinutes, burnRateAlerts, FAST, LATENCY } from '../../lib/zero-downtime-eks/slo';
import { inequalities, TIMINGS } from '../../lib/zero-downtime-eks/timings';
import { sandboxConfig } from '../../sandbox.config';
import { anchors, fences, inlineCode, links, pages, root } from './markdown';

const page = pages.get('docs/zero-downtime-eks.md') ?? '';

/** What stands under a heading, up to the next of the same or a higher level. */
function section(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const [, rest = ''] = page.split(`\n${heading}\n`);
  return rest.split(new RegExp(`^#{1,${level}} `, 'm'))[0] ?? '';
}

/** The cells of the tables of a text, without head. */
const rows = (markdown: string): readonly (readonly string[])[] =>
  markdown
    .split(/\n\n+/)
    .flatMap((block) =>
      block
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .slice(2),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const assembly = createApp(sandboxConfig).synth().directory;

describe('the timings that the page tells', () => {
  const { deployment, pod, loadBalancing } = readRolloutSpec(assembly);
  const pool = readStack(assembly).manifests.find(({ kind }) => kind === 'NodePool')?.spec as {
    readonly template: { readonly spec: { readonly terminationGracePeriod: string } };
  };
  const deployed: Readonly<Record<string, number | undefined>> = {
    // The template knows neither; the others are made from them.
    longestRequest: TIMINGS.longestRequest,
    propagation: TIMINGS.propagation,
    preStop: pod.preStop && 'sleepSeconds' in pod.preStop ? pod.preStop.sleepSeconds : undefined,
    drain: Number(pod.environment.DRAIN_SECONDS),
    grace: pod.terminationGracePeriodSeconds,
    deregistrationDelay: loadBalancing.deregistrationDelaySeconds,
    idleTimeout: loadBalancing.idleTimeoutSeconds,
    keepAlive: Number(pod.environment.KEEP_ALIVE_SECONDS),
    minReady: deployment.minReadySeconds,
    progressDeadline: deployment.progressDeadlineSeconds,
    nodeTermination: Number.parseInt(pool.template.spec.terminationGracePeriod, 10),
  };

  test('are those of the template', () => {
    const told = rows(section('### The timings')).filter(([name]) => name?.startsWith('`'));
    expect(told.map(([name = '', value]) => [name.replaceAll('`', ''), value])).toEqual(
      Object.entries(deployed).map(([name, seconds]) => [name, `${seconds} s`]),
    );
  });

  test('are held together by every inequality of the stack', () => {
    const told = rows(section('### The timings')).filter(([name]) => !name?.startsWith('`'));
    expect(told).toEqual(
      inequalities.map(({ left, relation, right, why, values }) => {
        const [a, b] = values(TIMINGS);
        return [`${left} ${relation} ${right}`, `${a} ${relation} ${b}`, why];
      }),
    );
  });

  test('are those of the sequence diagram, in their order', () => {
    const diagram = fences(page).find(({ text }) => text.startsWith('sequenceDiagram'))?.text ?? '';
    const { propagation, deregistrationDelay, preStop, drain, grace } = TIMINGS;
    expect([...diagram.matchAll(/(\d+) s\b/g)].map(([, seconds]) => Number(seconds))).toEqual([
      0,
      propagation,
      deregistrationDelay,
      preStop,
      preStop,
      preStop + drain,
      grace,
    ]);
  });

  test('include what the probes wait', () => {
    const waits = rows(section('## Probes')).map(([, , failing = '']) => /(\d+) s/.exec(failing)?.[1]);
    const probes = [pod.startupProbe, pod.readinessProbe, pod.livenessProbe];
    expect(waits).toEqual(probes.map((probe) => probe && `${probe.periodSeconds * probe.failureThreshold}`));
    const paths = rows(section('## Probes')).map(([, , , here = '']) => /`([^`]+)`/.exec(here)?.[1]);
    expect(paths).toEqual(probes.map((probe) => probe?.path));
  });
});

test('what the lab assumes is what the page says', () => {
  const told = Object.fromEntries(rows(section('## The lab')).map(([what = '', text = '']) => [what, text]));
  const { propagationSeconds, registrationSeconds, nodeStartSeconds, latencySeconds } = ASSUMPTIONS;
  const seconds = [...(told['**is assumed**'] ?? '').matchAll(/\((\d+) s\)/g)].map(([, number]) => Number(number));
  expect(seconds).toEqual([propagationSeconds, registrationSeconds, nodeStartSeconds]);
  expect(told['**is scaled**']).toContain(`${DEFAULT_FACTOR} times faster`);
  expect(told['**is scaled**']).toContain(`${latencySeconds * 1000} ms`);
});

test('the table of failure modes has every variant, and what it is expected to lose', () => {
  const table = rows(section('## Failure modes'));
  const played = withAnswers([...variants, ...disruptionVariants]);
  expect(table.map(([conditions, variant]) => [conditions, variant?.replaceAll('*', '')])).toEqual(
    played.map(({ name, conditions }) => [conditions.name, name]),
  );
  for (const [index, { loses = 'nothing lost' }] of played.entries()) expect(table[index]?.[2]).toContain(loses);
  const broken = played.filter(({ name }) => name !== 'answer');
  expect(section('## Failure modes')).toContain(`plays ${broken.length} variants`);
});

describe('the objective that the page tells', () => {
  const text = section('## Monitoring, alerts, logs');

  test('is that of the alarms', () => {
    const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`;
    expect(text).toContain(`${percent(AVAILABILITY.target)} of the payments of ${AVAILABILITY.days} days`);
    expect(text).toContain(`${percent(LATENCY.target)} of them within ${FAST} s`);
    expect(text).toContain(`${Number(budgetMinutes(AVAILABILITY).toFixed(1))} minutes of full outage`);
  });

  test('burns at the rates of the alarms', () => {
    const told = [...text.matchAll(/\| ([\d.]+) over (\d+ \w+) and over (\d+ \w+): .*? \| (?:a )?(\w+?)s? \|/g)];
    const span = (hours: number): string => (hours < 1 ? `${Math.round(hours * 60)} min` : `${hours} h`);
    expect(told.map(([, ...cells]) => cells)).toEqual(
      burnRateAlerts(AVAILABILITY).map(({ burnRate, longWindow, shortWindow, severity }) => [
        `${Number(burnRate.toFixed(2))}`,
        span(longWindow),
        span(shortWindow),
        severity,
      ]),
    );
  });
});

test('the minutes until a page are those that the alarms of the template take', async () => {
  const told = rows(section('### What pages, what does not')).filter(([, minutes = '']) => /^\d+$/.test(minutes));
  const { figures } = await prove({ assembly, progress: () => undefined });
  expect(told).toEqual(
    Object.entries(figures).flatMap(([name, after]) =>
      name.startsWith('page, ') ? [[name.slice('page, '.length), String(after).replaceAll(/\D/g, '')]] : [],
    ),
  );
});

describe('the table of what the task asks for', () => {
  const table = rows(section('## Where each part of the task is answered'));

  test('has every part of it', () => {
    expect(table.map(([part]) => part)).toEqual([
      'everything for no downtime, in detail',
      'keyword: traffic that has already reached the server',
      'keyword: the main process',
      'payments of points of sale and kiosks: stability first',
      'provider: no cloud is up all the time, hybrid or multi-cloud, DNS weights',
      'network: load balancer in front, ECS and EKS, addresses of pods',
      'node: what it is, how many pods fit, what scales it',
      'pod: ways to run pods, replicas',
      'sessions and remaining work when pods move, preStop, grace period',
      'database: autoscaling, Aurora, read replicas',
      'other components: cache, log, document store',
      'delivery: manual restarts, rolling, blue/green, canary, automatic verification',
      'monitoring, alerts, logs',
      'maintenance',
      'readiness, liveness and startup probes',
      'PodDisruptionBudget',
      'topology spread over zones',
      'maxUnavailable 0 and minReadySeconds',
      'deregistration delay of the load balancer',
      'readiness gates',
      'exec-form entry and SIGTERM handler',
      'draining of keep-alive connections',
      'node drain, Spot, Karpenter',
      'order of a cluster upgrade',
      'schema migration by expand and contract',
    ]);
  });

  test.each(table)('%s: has a section, and a construct, test or proof', (_part, answer = '', where = '') => {
    const sections = links(answer);
    expect(sections.length).toBeGreaterThan(0);
    expect(sections.filter((link) => !link.startsWith('#') || !anchors(page).has(link.slice(1)))).toEqual([]);
    const files = links(where);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(root, normalize(join('docs', file)))))).toEqual([]);
  });
});

describe('claims', () => {
  test('that the page names exist', () => {
    const named = inlineCode(page).filter((code) => /^zero-downtime-eks\/[a-z0-9-]+$/.test(code));
    expect(named.filter((id) => !claims.some((claim) => claim.id === id))).toEqual([]);
  });
});
