import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Advice, advise, type Constraints, ranked } from '../../lib/connectivity/advice';
import type { Connectivity } from '../../lib/connectivity/option';
import { synthesizeScenario } from '../../lib/connectivity/scenario';
import { columns, print, progress, progressEnd, style } from './output';

/**
 * Judges every option for the constraints, by synthesizing it and asking the verifier, and prints the best first.
 *
 * @throws InputError
 */
export function decideOptions(
  connectivities: readonly Connectivity[],
  constraints: Constraints,
  { json }: { readonly json?: boolean },
): void {
  // The validator has its place in `npx cdk synth`, and knows no networks.
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'takehome-'));
  try {
    progress('synthesizing the options');
    synthesizeScenario(connectivities, constraints, outdir);
    const advice = ranked(
      connectivities.flatMap((connectivity) => advise(outdir, connectivity, constraints, progress)),
    );
    progressEnd();
    if (json === true) print(JSON.stringify({ constraints, advice }, null, 2));
    else printAdvice(constraints, advice);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const WORKS = { yes: 'works', agreement: 'works if', no: 'fails' } as const;
/** Before a reason, so that it stands below the option. */
const INDENT = ' '.repeat(10);

/** The constraints, every option with its reasons, and what to choose. */
export function printAdvice(
  { overlap, accounts, initiator, layer, budget }: Constraints,
  advice: readonly Advice[],
): void {
  const caller = { eks: 'EKS calls ECS', ecs: 'ECS calls EKS', both: 'both call each other' }[initiator];
  print(
    [
      overlap ? 'identical CIDRs' : 'CIDRs that do not overlap',
      accounts === 2 ? 'two accounts' : 'one account',
      caller,
      `layer ${layer}`,
      ...(budget === undefined ? [] : [`at most USD ${budget.toFixed(2)} a month idle`]),
    ].join(', '),
  );
  print();
  const amounts = advice.map(({ monthly }) => monthly.toFixed(2));
  const widest = Math.max(...amounts.map(({ length }) => length));
  const rows = advice.map(({ option, works, title, opened }, index) => [
    WORKS[works].padEnd(WORKS.agreement.length),
    title,
    `USD ${(amounts[index] ?? '').padStart(widest)}`,
    opened === undefined ? '' : `opens ${String(opened).padStart(2)}`,
    option,
  ]);
  for (const [index, line] of columns(rows).entries()) {
    const { works, reasons } = advice[index] ?? { works: 'no', reasons: [] };
    print(style(works === 'no' ? 'dim' : 'bold', line));
    for (const reason of reasons) print(style('dim', INDENT + reason));
  }
  print();
  print(recommendation(advice));
  print();
  print('USD: a month while nothing happens, on top of the two services');
  print('opens: pairs of a workload interface and a port of a destination that become reachable');
}

function recommendation(advice: readonly Advice[]): string {
  const [best] = advice;
  if (best === undefined || best.works === 'no') return 'no option fits';
  const chosen = `choose ${best.option}: of what works${best.works === 'yes' ? ' as it is' : ''} it costs least a month idle`;
  const agreed = advice.find(({ works, monthly }) => works === 'agreement' && monthly < best.monthly);
  return agreed === undefined
    ? chosen
    : `${chosen}; ${agreed.option} would cost less, if ${agreed.reasons.join(' and ')}`;
}
