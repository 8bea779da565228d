import { benchTable, figureOf, figuresOf, MissingFigureError } from '../../../../lib/docs/figures/benchmarks';
import { figureBlocks, figurePages } from '../../../../lib/docs/figures/blocks';
import { burstCharts } from '../../../../lib/docs/figures/burst';
import type { Benchmarks, Burst, Rollouts } from '../../../../lib/docs/figures/data';
import { readBenchmarks, readBurst, readRollouts } from '../../../../lib/docs/figures/data';
import { lossesOf, rolloutsTable } from '../../../../lib/docs/figures/rollouts';
import { UntranslatedError } from '../../../../lib/docs/words';
import { exercises } from '../../../../lib/exercises';

const DATE = /^20\d\d-(?:0\d|1[0-2])-[0-3]\d$/;
const benchmarks: Benchmarks = {
  machine: '3 cores',
  figures: [
    { id: 'a/one', what: 'all of them back', unit: 's', value: 41, goal: 10, baseline: 3.9, date: '2026-11-21' },
    { id: 'a/two', what: 'attempts that it takes them', unit: 'attempts', value: 17_000, date: '2026-11-20' },
    { id: 'ab/one', what: 'nothing here', unit: 's', value: 1, date: '2026-11-19' },
  ],
};

describe('the table of a bench', () => {
  test('has what was measured, what it is compared with, and when', () => {
    expect(benchTable('a', 'en', benchmarks).split('\n')).toEqual([
      '| what | measured | the plain way | times the plain way | goal |',
      '| --- | --- | --- | --- | --- |',
      '| all of them back | 41 s | 3.9 s | 11 × | 10 s |',
      '| attempts that it takes them | 17,000 attempts |  |  |  |',
      '',
      'Measured on 2026-11-20 and 2026-11-21 on 3 cores: [benchmarks.json](benchmarks.json).',
    ]);
  });

  test('has no columns that would be empty', () => {
    expect(benchTable('ab', 'en', benchmarks)).toContain('| what | measured |\n');
  });

  test('is there in Korean', () => {
    const korean: Benchmarks = { ...benchmarks, machine: '2 cores' };
    expect(benchTable('a', 'ko', korean)).toContain('| 모두 돌아오기까지 | 41 s | 3.9 s | 11 × | 10 s |');
    expect(benchTable('a', 'ko', korean)).toContain('코어 둘에서 쟀다: [benchmarks.json](../benchmarks.json)');
    expect(() => benchTable('ab', 'ko', korean)).toThrow(UntranslatedError);
  });

  test('cannot be made of nothing', () => {
    expect(() => benchTable('b', 'en', benchmarks)).toThrow(MissingFigureError);
    expect(() => figuresOf('b', benchmarks)).toThrow('has no figure of b');
    expect(() => figureOf('a/three', benchmarks)).toThrow(MissingFigureError);
  });
});

describe('the table of rollouts', () => {
  const { results, ...rest } = readRollouts();
  const rollouts: Rollouts = {
    ...rest,
    date: '2026-11-20',
    results: [
      { conditions: 'a rollout', variant: 'answer', requests: 274, failed: 0, halfDone: 0 },
      { conditions: 'a rollout', variant: 'Recreate', requests: 100, failed: 11, halfDone: 0 },
      {
        conditions: 'a rollout',
        variant: 'answers before it is done',
        requests: 1_000,
        failed: 0,
        halfDone: 24,
        longestStopSeconds: 97,
        graceSeconds: 90,
        wholeGrace: 2,
        stops: 3,
        stuck: true,
      },
    ],
  };

  test('has a bar for what was lost, failed or half done', () => {
    expect(rolloutsTable('en', rollouts).split('\n').slice(2, 7)).toEqual([
      '| a rollout | **answer** | nothing lost | 0 | 0 of 274 failed |',
      '| a rollout | Recreate | failed requests | ███ 11 % | 11 of 100 failed |',
      '| a rollout | answers before it is done | half-done payments, whole grace period, stuck | █ 2.4 % | ' +
        '0 of 1000 failed, 24 half-done, longest stop 97 s of 90 s, 2 of 3 stops took it all, did not end |',
      '',
      expect.stringContaining('Played on 2026-11-20'),
    ]);
  });

  test('is there in Korean, with everything that the lab has played', () => {
    expect(rolloutsTable('ko', rollouts)).toContain('| 롤아웃 | **답** | 잃은 것 없음 | 0 | 274 중 0 실패 |');
    expect(rolloutsTable('ko').split('\n')).toHaveLength(results.length + 6);
  });

  test('does not show the answer losing anything', () => {
    expect(results.filter((result) => result.variant === 'answer' && lossesOf(result).length > 0)).toEqual([]);
    expect(rest.long).toMatchObject({ failed: 0, halfDone: 0 });
  });
});

describe('the burst', () => {
  const burst: Burst = {
    ...readBurst(),
    date: '2026-11-20',
    secondsPerPoint: 10,
    created: [300, 0],
    tagged: [0, 90],
    calls: [0, 4.5],
    failedCalls: [0, 0],
  };

  test('is drawn against the limit of TagResources', () => {
    const drawn = burstCharts('en', burst);
    expect(drawn).toContain('  line [0, 4.5]\n  line [5, 5]\n');
    expect(drawn).toContain('  line [300, 0]\n  line [0, 90]\n  line [100, 100]\n');
    expect(drawn).toContain('x-axis "seconds after the first creation" 0 --> 10');
    expect(drawn).toContain('Means of 10 s, played on 2026-11-20');
  });

  test('is as long as it was recorded, and holds every creation', () => {
    const { created, tagged, calls, failedCalls, secondsPerPoint, figures } = readBurst();
    expect(new Set([created, tagged, calls, failedCalls].map(({ length }) => length)).size).toBe(1);
    const sum = (rates: readonly number[]): number => rates.reduce((total, rate) => total + rate * secondsPerPoint, 0);
    expect(sum(created)).toBeCloseTo(Number(figures.creations), 3);
    expect(sum([...calls, ...failedCalls])).toBeCloseTo(Number(figures['TagResources calls']), 3);
    expect(Math.max(...calls)).toBeLessThanOrEqual(5);
  });
});

describe('what is recorded', () => {
  const { figures, machine } = readBenchmarks();

  test.each(figures)(
    '$id has a unit, a date and numbers',
    ({ id, what, unit, value, goal = 1, baseline = 1, date }) => {
      expect(id).toMatch(/^[a-z-]+\/[\w/-]+$/);
      expect([what, unit].filter((text) => text.trim() === '')).toEqual([]);
      expect(date).toMatch(DATE);
      expect([value, goal, baseline].filter((number) => !(number > 0))).toEqual([]);
    },
  );

  test('says where and when', () => {
    expect(machine).toMatch(/^\d+ cores$/);
    expect([readBurst().date, readRollouts().date].filter((date) => !DATE.test(date))).toEqual([]);
  });

  test('is told once', () => {
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
  });

  test('is all on a page', () => {
    const shown = [
      ...Object.values(figurePages()),
      ...exercises.flatMap(({ id }) => [figureBlocks(id, 'en'), figureBlocks(id, 'ko')]),
    ]
      .flatMap((blocks) => Object.values(blocks))
      .join('\n');
    expect(figures.filter(({ what }) => !shown.includes(`| ${what} |`)).map(({ id }) => id)).toEqual([]);
  });
});
