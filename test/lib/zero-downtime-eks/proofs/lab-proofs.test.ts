import type { Verdict } from '../../../../lib/proof/claim';
import { ROLLOUT, SPACED } from '../../../../lib/zero-downtime-eks/lab/conditions';
import { disruptions, disruptionVariants } from '../../../../lib/zero-downtime-eks/lab/disruption-variants';
import { proveVariants } from '../../../../lib/zero-downtime-eks/lab/prove-variants';
import { theAnswer, withAnswers } from '../../../../lib/zero-downtime-eks/lab/run-variants';
import { missingRequirements } from '../../../../lib/zero-downtime-eks/lab/runtime/requirements';
import { variants } from '../../../../lib/zero-downtime-eks/lab/variants';
import { prove as answerLosesNothing } from '../../../../lib/zero-downtime-eks/proofs/answer-loses-nothing';
import { assemblyWith, withTemplate } from '../assembly';

const { folder } = assemblyWith();
const progress = () => undefined;
const context = { assembly: folder, progress };

/** Runs what needs the lab, and says where it cannot; a machine that is too busy decides nothing either. */
async function inLab(
  work: () => Promise<readonly Verdict[]>,
  check: (verdicts: readonly Verdict[]) => void,
): Promise<void> {
  const missing = missingRequirements();
  const verdicts = missing === undefined ? await work() : [];
  const skipped = missing ?? verdicts.find((verdict) => verdict.skipped !== undefined)?.skipped;
  if (skipped === undefined) check(verdicts);
  else console.log(`skipped: ${skipped}`);
}

const inManifests = (from: RegExp, to: string) => (template: string) => template.replaceAll(from, to);

const brokenTemplates = [
  {
    what: 'a preStop that is too short',
    change: inManifests(/(\\"preStop\\":\{\\"sleep\\":\{\\"seconds\\":)\d+/g, '$15'),
    conditions: ROLLOUT,
    note: /failed requests/,
  },
  {
    what: 'a grace period that is too short',
    change: inManifests(/(\\"terminationGracePeriodSeconds\\":)\d+/g, '$146'),
    conditions: ROLLOUT,
    note: /whole grace period/,
  },
  {
    what: 'a deregistration delay that is too short',
    change: inManifests(/("Key":\s*"deregistration_delay\.timeout_seconds",\s*"Value":\s*")\d+/g, '$11'),
    conditions: ROLLOUT,
    note: /failed requests/,
  },
  {
    what: 'a keep-alive shorter than the idle timeout',
    change: inManifests(/(\\"KEEP_ALIVE_SECONDS\\",\\"value\\":\\")\d+/g, '$15'),
    conditions: SPACED,
    note: /failed requests/,
  },
];

describe('answer-loses-nothing', () => {
  test('holds', async () => {
    await inLab(
      async () => [await answerLosesNothing(context)],
      ([verdict]) => {
        expect(verdict).toMatchObject({ holds: true, notes: [] });
        expect(verdict?.figures).toMatchObject({ rollouts: 3, 'pods replaced': 9, 'failed requests': 0 });
      },
    );
  });

  test('does not hold for templates with a wrong duration', async () => {
    await inLab(
      () =>
        Promise.all(
          brokenTemplates.map(({ change, conditions }) =>
            withTemplate(folder, change, (assembly) => proveVariants({ assembly, progress }, [theAnswer(conditions)])),
          ),
        ),
      (verdicts) => {
        for (const [index, { what, note }] of brokenTemplates.entries()) {
          const { holds, notes } = verdicts[index] ?? { holds: true, notes: [] };
          expect({ what, holds, notes }).toEqual({ what, holds: false, notes: [expect.stringMatching(note)] });
        }
      },
    );
  });
});

describe('failure-modes-show', () => {
  test('knows at least 15 ways to lose something, each once', () => {
    const losing = variants.filter(({ loses }) => loses !== undefined);
    expect(losing.length).toBeGreaterThanOrEqual(15);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  });

  test('tells each way from the others, and one that is no longer broken', async () => {
    const some = ['shell form: sh is PID 1', 'handler exits at once', 'answers before it is done', 'Recreate'];
    const chosen = variants.filter(({ name }) => some.includes(name));
    const [mended] = chosen.map((variant) => ({ ...variant, name: 'mended', change: theAnswer(ROLLOUT).change }));
    if (mended === undefined) throw new Error('no such variants');
    await inLab(
      () => Promise.all([proveVariants(context, chosen), proveVariants(context, [mended])]),
      ([asTheyAre, afterwards]) => {
        expect(asTheyAre).toMatchObject({ holds: true, notes: [] });
        expect(Object.keys(asTheyAre?.figures ?? {})).toHaveLength(some.length + 1);
        expect(afterwards).toMatchObject({
          holds: false,
          notes: [expect.stringMatching(/^mended.*got: nothing lost/)],
        });
      },
    );
  });
});

describe('disruptions-within-budgets', () => {
  const drains = withAnswers(disruptionVariants).filter(({ conditions }) => conditions === disruptions[0]);

  test('holds for a drain, and not for one without the budget and the spread', async () => {
    const without = inManifests(/\\"(PodDisruptionBudget|topologySpreadConstraints)\\"/g, '\\"no$1\\"');
    await inLab(
      () =>
        Promise.all([
          proveVariants(context, drains),
          withTemplate(folder, without, (assembly) => proveVariants({ assembly, progress }, drains.slice(0, 1))),
        ]),
      ([within, beyond]) => {
        expect(within).toMatchObject({ holds: true, notes: [] });
        expect(beyond).toMatchObject({ holds: false, notes: [expect.stringMatching(/^answer, a node is drained/)] });
      },
    );
  });
});
