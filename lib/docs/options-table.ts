import { type Advice, advise } from '../connectivity/advice';
import type { Connectivity, ConnectivityOption, Initiator } from '../connectivity/option';
import { table } from './blocks';
import { dollars } from './idle-cost';
import type { Language } from './questions';
import { words } from './words';

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
export function optionsTable(rows: readonly OptionRow[], language: Language = 'en'): string {
  const { optionsHead, option: named, reachable, blocked } = words[language];
  const opens = ({ flows }: ConnectivityOption, who: Initiator): string =>
    flows.some(({ initiator }) => initiator === who) ? reachable : blocked;
  return table(
    optionsHead,
    rows.map(({ option, monthly, opened }) => [
      named(option.title),
      opens(option, 'eks'),
      opens(option, 'ecs'),
      String(option.layer),
      String(opened),
      dollars(monthly),
    ]),
  );
}
