import type { Verdict } from '../../proof/claim';
import type { History } from '../lab/history';
import { type Violation, violations } from '../lab/history-checker';
import { missingRequirements } from '../lab/requirements';

/** Runs what needs the lab, or says what this machine lacks for it. */
export async function inLab(work: () => Promise<Verdict>): Promise<Verdict> {
  const missing = missingRequirements();
  if (missing !== undefined) return skippedBecause(missing);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LabUnavailableError') throw error;
    return skippedBecause(error.message);
  }
}

/** What a history and further problems say: it holds where there are none of either. */
export function verdictOn(history: History, figures: Verdict['figures'], problems: readonly string[] = []): Verdict {
  const found = violations(history);
  const shown = history.views.reduce((sum, { entries }) => sum + entries.length, 0);
  const notes = [...problems, ...summaries(found), ...(shown === 0 ? ['nothing was shown to anybody'] : [])];
  return {
    holds: notes.length === 0,
    figures: {
      'messages sent': history.sent.length,
      'of them acknowledged': history.acknowledged.length,
      'messages shown to clients': shown,
      ...figures,
      violations: found.length,
    },
    notes,
  };
}

/** One line for each kind of violation. */
export function summaries(found: readonly Violation[]): readonly string[] {
  return [...new Set(found.map(({ name }) => name))].map((name) => {
    const all = found.filter((one) => one.name === name);
    return `${name}: ${all.length}, such as ${all[0]?.about} in ${all[0]?.room}`;
  });
}

function skippedBecause(reason: string): Verdict {
  return { holds: false, skipped: reason, figures: {}, notes: [] };
}
