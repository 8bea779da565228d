import { grouper } from '../../lib/reachability/flow';
import type { NetworkModel } from '../../lib/reachability/model';
import { names } from '../../lib/reachability/names';
import type { Verdict } from '../../lib/reachability/verdict';
import { style } from './output';

/** Ends that the first line names one by one. */
const ENDS = 2;

/** The interfaces of one owner by the owner, and the rest one by one or by how many they are. */
export function endsTogether(model: NetworkModel): (ids: readonly string[]) => string {
  const [grouped, { labelled }] = [grouper(model), names(model)];
  return (all) => {
    const ids = [...new Set(all)];
    const owners = grouped(ids);
    const texts = owners.length < ids.length ? owners : ids.map(labelled);
    return texts.length > ENDS ? `${texts[0]} and ${texts.length - 1} more` : texts.join(' and ');
  };
}

/** A verdict in its colour. */
export function verdictText(verdict: Verdict['verdict']): string {
  return style(verdict === 'reachable' ? 'green' : 'red', verdict);
}
