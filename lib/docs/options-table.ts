import { type Advice, advise } from '../connectivity/advice';
import type { Connectivity, ConnectivityOption } from '../connectivity/option';
import { table } from './blocks';
import { dollars } from './idle-cost';

export interface OptionRow extends Pick<Advice, 'monthly' | 'opened'> {
  readonly option: ConnectivityOption;
}

const known = new Map<string, readonly OptionRow[]>();

/** What the verifier and the templates of a cloud assembly say of each option; asked once for each assembly. */
export function optionRows(connectivity: Connectivity, assembly: string): readonly OptionRow[] {
  const key = `${assembly} ${connectivity.exercise}`;
  const rows = known.get(key) ?? judge(connectivity, assembly);
  known.set(key, rows);
  return rows;
}

function judge(connectivity: Connectivity, assembly: string): readonly OptionRow[] {
  return connectivity.options.map((option) => {
    const initiators = new Set(option.flows.map(({ initiator }) => initiator));
    const [only = 'eks'] = initiators;
    const [advice] = advise(
      assembly,
      { ...connectivity, options: [option] },
      { overlap: false, accounts: 1, initiator: initiators.size > 1 ? 'both' : only, layer: 7 },
      () => undefined,
    );
    if (advice?.works !== 'yes') throw new Error(`${option.id} does not work: ${advice?.reasons.join(', ')}`);
    return { option, monthly: advice.monthly, opened: advice.opened };
  });
}

/** The options side by side. */
export function optionsTable(rows: readonly OptionRow[]): string {
  return table(
    ['option', 'pods call ECS', 'tasks call EKS', 'layer', 'pairs opened', 'idle cost a month'],
    rows.map(({ option, monthly, opened }) => [
      option.title,
      option.flows.some(({ initiator }) => initiator === 'eks') ? 'reachable' : 'blocked',
      option.flows.some(({ initiator }) => initiator === 'ecs') ? 'reachable' : 'blocked',
      String(option.layer),
      String(opened),
      dollars(monthly),
    ]),
  );
}
