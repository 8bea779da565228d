import { type CheckResult, checkNodes } from '../../lib/landing-zone/node-join/checklist';
import { chosenStacks } from '../../lib/reachability/template/chosen-stacks';
import { readStacks } from '../../lib/reachability/template/read-stacks';
import { print, printable, style } from './output';

/** What stands behind `takehome join <folder>`. */
export interface JoinOptions {
  readonly stacks?: readonly string[];
  readonly json?: boolean;
}

/**
 * Whether nodes of the managed node groups in a cdk.out have all that they need to join their cluster.
 *
 * @returns the exit code: 1 when something is missing
 * @throws InputError
 */
export function join(folder: string, { stacks, json }: JoinOptions, today: Date = new Date()): number {
  const all = readStacks(folder);
  const results = checkNodes(stacks === undefined ? all : chosenStacks(all, stacks), today);
  if (json) print(JSON.stringify(results, null, 2));
  else printResults(results);
  return results.some(({ missing }) => missing.length > 0) ? 1 : 0;
}

function printResults(results: readonly CheckResult[]): void {
  for (const nodeGroup of new Set(results.map((one) => one.nodeGroup))) {
    print(printable(nodeGroup));
    for (const { check, missing } of results.filter((one) => one.nodeGroup === nodeGroup)) {
      print(`  ${missing.length === 0 ? style('green', 'there    ') : style('red', 'missing  ')}${check}`);
      for (const { piece, component, reason, link } of missing) {
        print(`             ${piece}: ${printable(component)}: ${printable(reason)}`);
        print(`             ${link}`);
      }
    }
  }
}
